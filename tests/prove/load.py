"""The same submissions are graded again and again, half the times beside a load: no verdict may change."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec

from tests.paths import EXERCISES, ROOT, SOLUTIONS
from tests.prove.corpus import known, rounds, write_round
from tests.prove.grading import graded
from tests.prove.sights import Change, Sight, changes, seen_in

_REJECTED = 8  # rounds of rejected programs that are graded besides the solutions and the stubs
_BURNERS = 2 * (os.cpu_count() or 1)
_HOW = {False: "quiet", True: "under load"}


class Repetition(msgspec.Struct, frozen=True):
    """What repeated grading has shown."""

    gradings: int
    under_load: int
    verdicts: int  # on checks, that were compared
    seconds: dict[str, float]  # on average for a grading, quiet and under load
    changes: list[Change]


def repeat(times: int, done: Callable[[], object]) -> Repetition:
    """Grade ``times`` times in all, one after another, every other pass beside a load; ``done`` hears of each."""
    sights: dict[tuple[str, str], list[Sight]] = {}
    seconds: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory(prefix="prove-") as scratch:
        submissions = sample(Path(scratch))
        names = list(submissions)
        for number in range(times):
            loaded = number // len(names) % 2 == 1
            name = names[number % len(names)]
            with load() if loaded else nullcontext():
                score = graded(submissions[name], Path(scratch, "reports"))
            seconds[loaded].append(score.seconds)
            for check, sight in seen_in(score, _HOW[loaded]):
                sights.setdefault((name, check), []).append(sight)
            done()
    return Repetition(
        gradings=times,
        under_load=len(seconds[True]),
        verdicts=sum(map(len, sights.values())),
        seconds={_HOW[loaded]: round(sum(each) / len(each), 2) for loaded, each in seconds.items() if each},
        changes=changes(sights),
    )


def sample(scratch: Path) -> dict[str, Path]:
    """Make the submissions: the solutions, the stubs and, from all over the list, rounds of rejected programs."""
    submissions = {"solutions": SOLUTIONS, "stubs": EXERCISES}
    together = rounds(known("rejected"))
    for number in range(_REJECTED):
        name = f"rejected {number + 1}"
        folder = scratch / f"rejected_{number + 1}"
        folder.mkdir()
        write_round(together[number * len(together) // _REJECTED], folder)
        submissions[name] = folder
    return submissions


@contextmanager
def load() -> Iterator[None]:
    """Keep every processor and much memory busy: more processes than processors, which compute and touch memory.

    Raises RuntimeError where one of them has ended before: then there was no load, and nothing is shown.
    """
    command = [sys.executable, "-I", str(ROOT / "grader" / "launch.py"), "tests.prove.burner"]
    burners = [subprocess.Popen(command) for _ in range(_BURNERS)]
    try:
        yield
        if not all(burner.poll() is None for burner in burners):
            raise RuntimeError("a process that was to make a load has ended by itself")
    finally:
        for burner in burners:
            burner.kill()
        for burner in burners:
            burner.wait()
