"""The mutants of the solutions: who survives, and which of those are right programs all the same."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader.model import Status
from tests.paths import SOLUTIONS
from tests.prove.corpus import Program
from tests.prove.grading import Outcome
from tests.prove.mutate import mutants

EQUIVALENTS = Path(__file__).with_name("equivalent.toml")


class MutantProgram(Program, frozen=True):
    """A mutant in its slot; ``name`` begins with that."""

    line: int


class Equivalence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mutants that meet the contract, and why."""

    reason: str
    mutants: tuple[str, ...]


class Survey(msgspec.Struct, frozen=True):
    """What became of the mutants, by their names."""

    killed: dict[str, list[str]]  # by which checks
    equivalent: dict[str, str]  # for which reason
    survivors: dict[str, int]  # the line of the solution at which they differ
    errors: dict[str, dict[str, str]]  # what could not be carried out
    stale: list[str]  # called equivalent, but killed, or no mutants at all

    @property
    def killed_share(self) -> float:
        """The share of the killed among those that are not equivalent."""
        wrong = len(self.killed) + len(self.survivors)
        return len(self.killed) / wrong if wrong else 1.0


def of_solutions(folder: Path = SOLUTIONS) -> list[MutantProgram]:
    """Return every mutant of every solution."""
    return [
        MutantProgram(slot, f"{slot} | {mutant.name}", mutant.source.encode(), mutant.line)
        for path in sorted(folder.glob("*/*.py"))
        for slot in [f"{path.parent.name}/{path.stem}"]
        for mutant in mutants(path.read_text(encoding="utf-8"))
    ]


def equivalents(path: Path = EQUIVALENTS) -> dict[str, str]:
    """Return the reason for each mutant that is written down as equivalent, by its name."""
    entries = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", []), list[Equivalence])
    return {name: entry.reason for entry in entries for name in entry.mutants}


def survey(outcomes: Mapping[MutantProgram, Outcome], reasons: Mapping[str, str]) -> Survey:
    """Sort the mutants by what became of them."""
    killed: dict[str, list[str]] = {}
    equivalent: dict[str, str] = {}
    survivors: dict[str, int] = {}
    errors: dict[str, dict[str, str]] = {}
    for program, outcome in outcomes.items():
        if outcome.errors:
            errors[program.name] = {check: outcome.told.get(check, "") for check in sorted(outcome.errors)}
        elif any(status is not Status.PASSED for status in outcome.statuses.values()):
            killed[program.name] = sorted(outcome.failed)
        elif program.name in reasons:
            equivalent[program.name] = reasons[program.name]
        else:
            survivors[program.name] = program.line
    stale = sorted(name for name in reasons if name not in equivalent and name not in errors)
    return Survey(killed, equivalent, survivors, errors, stale)
