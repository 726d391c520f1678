"""The programs below ``tests/submissions``, what is known of each, and how they are put together to be graded."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeVar, get_args

import msgspec

from grader.kit.collection import load
from grader.model import CheckResult, Score, Visibility

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
_FAILS, _SHOWS = "# fails:", "# misconception:"

Verdict = Literal["accepted", "rejected"]


class Program(msgspec.Struct, frozen=True):
    """A program to be graded. ``slot`` is where it belongs in a submission: ``tcp_v3/server``."""

    slot: str
    name: str
    source: bytes


class Known(Program, frozen=True):
    """A program of which it is known what becomes of it.

    ``fails`` has the checks' own names, ``misconception`` what the first of them is told to show; empty: nothing.
    """

    verdict: Verdict
    fails: frozenset[str] = frozenset()
    misconception: str = ""


P = TypeVar("P", bound=Program)


def known(verdict: Verdict) -> list[Known]:
    """Return the programs in ``*/accepted`` or ``*/rejected``."""
    programs = []
    for path in sorted(SUBMISSIONS.glob(f"*/{verdict}/*.py")):
        source = path.read_bytes()
        fails = _expected_failures(path, source) if verdict == "rejected" else frozenset()
        slot = "/".join(path.parent.parent.name.rsplit("_", 1))
        programs.append(Known(slot, path.stem, source, verdict, fails, _misconception(source)))
    return programs


def all_known() -> list[Known]:
    """Return every program of which it is known what becomes of it."""
    return [program for verdict in get_args(Verdict) for program in known(verdict)]


def named(place: str) -> Known:
    """Return the program that lies at ``tcp_v1_server/rejected/accept_twice``. Raises KeyError where there is none."""
    places = {f"{each.slot.replace('/', '_')}/{each.verdict}/{each.name}": each for each in all_known()}
    return places[place]


def rounds(programs: Iterable[P]) -> list[list[P]]:
    """Put programs together that can be one submission: in each round there is one for each slot at most."""
    together: list[list[P]] = []
    taken: dict[str, int] = {}
    for program in programs:
        number = taken.get(program.slot, 0)
        taken[program.slot] = number + 1
        if number == len(together):
            together.append([])
        together[number].append(program)
    return together


def samples() -> dict[str, frozenset[str]]:
    """Return the own names of the sample checks of each slot."""
    found: dict[str, frozenset[str]] = {}
    for check in load("grader.lesson"):
        if check.visibility is Visibility.SAMPLE:
            slot = check.path.removesuffix(".py")
            found[slot] = found.get(slot, frozenset()) | {own_name(check.name)}
    return found


def write_round(programs: Sequence[Program], submission: Path) -> None:
    """Make a submission of the programs of one round."""
    for program in programs:
        target = submission / f"{program.slot}.py"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(program.source)


def results_of(score: Score, slot: str) -> list[CheckResult]:
    """Return what became of the checks of one program."""
    return [
        result
        for exercise in score.exercises
        for program in exercise.programs
        for result in program.checks
        if f"{exercise.name}/{program.file}" == f"{slot}.py"
    ]


def own_name(check: str) -> str:
    """Return ``listens`` for ``tcp_v3.server.listens``."""
    return check.rpartition(".")[2]


def _misconception(source: bytes) -> str:
    """Return what the second line of a rejected program says that it shows, if it does."""
    second_line = source.decode(errors="replace").splitlines()[1]
    return second_line.removeprefix(_SHOWS).strip() if second_line.startswith(_SHOWS) else ""


def _expected_failures(path: Path, source: bytes) -> frozenset[str]:
    """Return the checks that a rejected program says it fails; its first line must name at least one."""
    first_line = source.decode(errors="replace").splitlines()[0]
    names = frozenset(name.strip() for name in first_line.removeprefix(_FAILS).split(","))
    if not first_line.startswith(_FAILS) or "" in names:
        msg = f"the first line of {path} does not name the checks that it fails"
        raise ValueError(msg)
    return names
