"""The mutants of the solutions: who survives, and which of those are right programs all the same."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from grader.model import Status
from tests.paths import SOLUTIONS
from tests.prove.corpus import Program
from tests.prove.grading import Outcome
from tests.prove.mutate import Mutant, mutants

EQUIVALENTS = Path(__file__).with_name("equivalent.toml")


class MutantProgram(Program, frozen=True):
    """A mutant in its slot."""

    mutant: Mutant


class Equivalence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mutants that meet the contract, and why: of these programs, these lines, what became of them."""

    reason: str
    programs: tuple[str, ...]
    lines: tuple[str, ...]
    mutations: tuple[str, ...] = ()  # none: whatever became of the lines

    def covers(self, program: MutantProgram) -> bool:
        """Tell whether this mutant is one of them."""
        return (
            program.slot in self.programs
            and program.mutant.at in self.lines
            and (not self.mutations or program.mutant.mutation in self.mutations)
        )

    def unused(self, programs: Iterable[MutantProgram]) -> set[str]:
        """Return the words in it that none of these mutants, which it covers, has needed."""
        words = {*self.programs, *self.lines, *self.mutations}
        for program in programs:
            words -= {program.slot, program.mutant.at, program.mutant.mutation}
        return words


class Survey(msgspec.Struct, frozen=True):
    """What became of the mutants, by their names."""

    killed: dict[str, list[str]]  # by which checks
    equivalent: dict[str, str]  # for which reason
    survivors: dict[str, int]  # the line of the solution at which they differ
    errors: dict[str, dict[str, str]]  # what could not be carried out
    stale: list[str]  # what is said to be equivalent, but no mutant with full marks is like that

    @property
    def killed_share(self) -> float:
        """The share of the killed among those that are not equivalent."""
        wrong = len(self.killed) + len(self.survivors)
        return len(self.killed) / wrong if wrong else 1.0


def of_solutions(folder: Path = SOLUTIONS) -> list[MutantProgram]:
    """Return every mutant of every solution."""
    return [
        MutantProgram(slot, f"{slot} | {mutant.name}", mutant.source.encode(), mutant)
        for path in sorted(folder.glob("*/*.py"))
        for slot in [f"{path.parent.name}/{path.stem}"]
        for mutant in mutants(path.read_text(encoding="utf-8"))
    ]


def equivalences(path: Path = EQUIVALENTS) -> list[Equivalence]:
    """Return what is written down of mutants that meet the contract."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"], list[Equivalence])


def survey(outcomes: Mapping[MutantProgram, Outcome], known: Iterable[Equivalence]) -> Survey:
    """Sort the mutants by what became of them."""
    killed: dict[str, list[str]] = {}
    errors: dict[str, dict[str, str]] = {}
    spared: list[MutantProgram] = []
    for program, outcome in outcomes.items():
        if outcome.errors:
            errors[program.name] = {check: outcome.told.get(check, "") for check in sorted(outcome.errors)}
        elif any(status is not Status.PASSED for status in outcome.statuses.values()):
            killed[program.name] = sorted(outcome.failed)
        else:
            spared.append(program)
    covered = [(entry, [program for program in spared if entry.covers(program)]) for entry in known]
    equivalent = {program.name: entry.reason for entry, programs in covered for program in programs}
    return Survey(
        killed,
        equivalent,
        {program.name: program.mutant.line for program in spared if program.name not in equivalent},
        errors,
        [f"{entry.reason}: {word}" for entry, programs in covered for word in sorted(entry.unused(programs))],
    )
