"""Many programs are graded cheaply: in rounds, several at a time, and never twice by the same grader."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import msgspec

from grader.grade import Request, grader_hash
from grader.model import Score, Status
from tests.paths import GRADER, ROOT, environment
from tests.prove.corpus import P, Program, own_name, results_of, rounds, write_round

KEPT = ROOT / ".prove"
_AT_A_TIME = (os.cpu_count() or 1) + 1  # a grading uses two processors itself, but many programs sleep on purpose


class Outcome(msgspec.Struct, frozen=True):
    """What became of one program: a status for each check, by its own name, and what was said of failures."""

    statuses: dict[str, Status]
    told: dict[str, str]
    seed: int
    grader: str  # the hash of the grader that says so

    @property
    def failed(self) -> frozenset[str]:
        """The checks that it fails."""
        return frozenset(name for name, status in self.statuses.items() if status is Status.FAILED)

    @property
    def errors(self) -> frozenset[str]:
        """The checks that could not be carried out."""
        return frozenset(name for name, status in self.statuses.items() if status is Status.ERROR)


def grade_round(programs: Sequence[P]) -> dict[P, Outcome]:
    """Grade one program for each slot at most, as users do. Raises RuntimeError where there is no score."""
    with tempfile.TemporaryDirectory(prefix="prove-") as scratch:
        submission = Path(scratch, "submission")
        submission.mkdir()
        write_round(programs, submission)
        score = graded(submission, Path(scratch, "reports"))
    return {program: outcome_of(score, program.slot) for program in programs}


def graded(submission: Path, reports: Path, *words: str, grader: Sequence[str] = GRADER) -> Score:
    """Call the grader with these options. Raises RuntimeError, with what it said, where there is no score."""
    command = [*grader, "grade", str(submission), "--json", "--reports", str(reports), *words]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    try:
        return msgspec.json.decode(answer.stdout, type=Score)
    except msgspec.DecodeError:
        raise RuntimeError(answer.stderr.decode(errors="replace").strip()) from None


def outcome_of(score: Score, slot: str) -> Outcome:
    """Return what became of one program of a submission."""
    results = results_of(score, slot)
    return Outcome(
        statuses={own_name(result.name): result.status for result in results},
        told={
            own_name(result.name): " ".join(f"{result.message} {result.diagnosis}".split())
            for result in results
            if result.status in {Status.FAILED, Status.ERROR}
        },
        seed=score.seed,
        grader=score.grader_hash,
    )


class Memory:
    """Outcomes that are kept in a folder, by the program and the grader: what has changed is graded anew."""

    def __init__(self, folder: Path = KEPT) -> None:
        """Keep outcomes in ``folder``, which need not be there."""
        self._grader = grader_hash(Request(submission=ROOT))
        self._folder = folder / self._grader.removeprefix("sha256:")

    def recall(self, program: Program) -> Outcome | None:
        """Return what became of a program when this grader graded it, if it has."""
        try:
            return msgspec.json.decode(self._place(program).read_bytes(), type=Outcome)
        except (OSError, msgspec.DecodeError):  # an interrupted run may have left half of a file
            return None

    def keep(self, program: Program, outcome: Outcome) -> None:
        """Remember an outcome, but no error, which says nothing about the program, and no other grader's word."""
        if not outcome.errors and outcome.grader == self._grader:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._place(program).write_bytes(msgspec.json.encode(outcome))

    def _place(self, program: Program) -> Path:
        digest = hashlib.sha256(program.slot.encode() + b"\0" + program.source).hexdigest()
        return self._folder / f"{digest}.json"


def grade_all(programs: Iterable[P], memory: Memory, done: Callable[[int], object]) -> dict[P, Outcome]:
    """Return what became of each program; ``done`` hears of how many more that is known."""
    programs = list(programs)
    outcomes = {program: outcome for program in programs if (outcome := memory.recall(program)) is not None}
    done(len(outcomes))
    together = rounds(program for program in programs if program not in outcomes)
    with ThreadPoolExecutor(_AT_A_TIME) as executor:
        try:
            for future in as_completed([executor.submit(grade_round, one) for one in together]):
                for program, outcome in future.result().items():
                    memory.keep(program, outcome)
                    outcomes[program] = outcome
                    done(1)
        except BaseException:  # Ctrl-C above all: the gradings that have begun hear it too, no other begins
            executor.shutdown(cancel_futures=True)
            raise
    return outcomes
