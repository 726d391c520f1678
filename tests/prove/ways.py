"""Every program of ``tests/submissions`` is graded in two ways, which must say the same of it."""

import os
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from grader.model import Score
from tests.prove.corpus import Known, results_of, rounds, write_round
from tests.prove.grading import graded
from tests.prove.sights import Change, Sight, changes, sight_of

_APART = (sys.executable, "-m", "tests.prove.apart")
BY_THE_CLOCK = Path(__file__).with_name("by_the_clock.toml")
_PROCESSORS = os.cpu_count() or 1


class Way(msgspec.Struct, frozen=True):
    """How programs are graded: what it is called, the options for it, and how many gradings run at a time."""

    name: str
    words: tuple[str, ...]
    at_a_time: int = _PROCESSORS


SEEDS = (Way("with seed 1", ("--seed", "1")), Way("with seed 2", ("--seed", "2")))
OBSERVATIONS = (
    Way("by the kernel", ("--seed", "1", "--observe", "kernel")),
    Way("by the clock", ("--seed", "1", "--observe", "clock"), 2 * _PROCESSORS),  # which sleeps most of the time
)


class Comparison(msgspec.Struct, frozen=True):
    """What two ways of grading have shown."""

    programs: int
    verdicts: int  # on checks, that were compared
    changes: list[Change]

    def without_reason(self, reasons: Mapping[str, str]) -> set[str]:
        """Return the programs that get another status for a check, and have no reason for that."""
        return {change.submission for change in self.changes if change.is_of_status} - reasons.keys()

    def stale(self, reasons: Mapping[str, str]) -> set[str]:
        """Return the programs that have a reason and get the same status for every check."""
        return reasons.keys() - {change.submission for change in self.changes if change.is_of_status}


def reasons_of_the_clock(path: Path = BY_THE_CLOCK) -> dict[str, str]:
    """Return why programs are judged otherwise by the clock, by ``tcp_v3/client/rejected/NAME``."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), dict[str, str])


def compare(programs: Sequence[Known], ways: Sequence[Way], done: Callable[[int], object]) -> Comparison:
    """Grade each program in each of these ways; ``done`` hears of each that was graded."""
    sights: dict[tuple[str, str], list[Sight]] = {}
    together = rounds(programs)
    for way in ways:
        for one_round, score in zip(together, _scores(together, way), strict=True):
            done(len(one_round))
            for program in one_round:
                for result in results_of(score, program.slot):
                    place = f"{program.slot}/{program.verdict}/{program.name}", result.name
                    sights.setdefault(place, []).append(sight_of(result, way.name, score.seed))
    return Comparison(len(programs), sum(map(len, sights.values())), changes(sights))


def _scores(together: Sequence[Sequence[Known]], way: Way) -> Iterator[Score]:
    """Grade in one way, several at a time."""
    with ThreadPoolExecutor(way.at_a_time) as executor:
        try:
            yield from executor.map(lambda programs: _score(programs, way), together)
        except BaseException:  # Ctrl-C above all: no other grading begins
            executor.shutdown(cancel_futures=True)
            raise


def _score(programs: Sequence[Known], way: Way) -> Score:
    with tempfile.TemporaryDirectory(prefix="prove-") as scratch:
        submission = Path(scratch, "submission")
        submission.mkdir()
        write_round(programs, submission)
        return graded(submission, Path(scratch, "reports"), *way.words, grader=_APART)
