"""What became of the grader's mutants: killed, or by which tests not."""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from tests.prove.judge.mutants import GraderMutant

SPARED = Path(__file__).with_name("spared.toml")


class Fate(msgspec.Struct, frozen=True):
    """One mutant's end: the test that failed, and whether only by its time limit; none: how many tests passed."""

    mutant: GraderMutant
    by: str = ""
    too_slow: bool = False
    tests: int = 0


class Spared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mutants of one module that no test kills, and why that may stay so: of these lines, what became of them."""

    reason: str
    module: str
    lines: tuple[str, ...]
    mutations: tuple[str, ...] = ()  # none: whatever became of the lines
    equivalent: bool = False  # it does what the grader does, so nothing can kill it

    def covers(self, mutant: GraderMutant) -> bool:
        """Tell whether this mutant is one of them."""
        return (
            mutant.module == self.module
            and mutant.at in self.lines
            and (not self.mutations or mutant.mutation in self.mutations)
        )


class Verdict(msgspec.Struct, frozen=True):
    """What became of all that were judged, by their names."""

    possible: int  # mutants, of which these are a sample
    killed: dict[str, str]  # by which test
    too_slow: list[str]  # of the killed, those whose test only took too long
    equivalent: dict[str, str]  # for which reason
    survivors: dict[str, str]  # with the reason, where one is written down
    unreached: list[str]  # of the survivors, those that no test of those that are run executes
    stale: list[str]  # reasons for mutants that are killed, or not there
    left_out: dict[str, str]  # tests that were not used, and why

    @property
    def killed_share(self) -> float:
        """The share of the killed among those that are not equivalent."""
        wrong = len(self.killed) + len(self.survivors)
        return len(self.killed) / wrong if wrong else 1.0


def spared(path: Path = SPARED) -> list[Spared]:
    """Return what is written down of mutants that no test kills."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8"))["spared"], list[Spared])


def sorted_out(fates: Iterable[Fate], possible: int, reasons: Sequence[Spared], left_out: dict[str, str]) -> Verdict:
    """Sort the mutants by what became of them."""
    killed: dict[str, str] = {}
    equivalent: dict[str, str] = {}
    survivors: dict[str, str] = {}
    too_slow, unreached, modules = [], [], set()
    needed = set()
    for fate in fates:
        name = fate.mutant.name
        modules.add(fate.mutant.module)
        if fate.by:
            killed[name] = fate.by
            too_slow += [name] if fate.too_slow else []
            continue
        reason = next((one for one in reasons if one.covers(fate.mutant)), None)
        if reason is not None:
            needed.add(reason)
        if reason is not None and reason.equivalent:
            equivalent[name] = reason.reason
        else:
            survivors[name] = reason.reason if reason else ""
            unreached += [] if fate.tests else [name]
    stale = [f"{one.module}: {one.reason}" for one in reasons if one.module in modules and one not in needed]
    return Verdict(possible, killed, too_slow, equivalent, survivors, unreached, stale, left_out)
