"""The kill matrix: every program whose verdict is known, by every check of its slot."""

from collections.abc import Mapping

import msgspec

from grader.model import Status
from tests.prove.corpus import Known
from tests.prove.grading import Outcome

_MARKS = {Status.PASSED: "✓", Status.FAILED: "✗", Status.NOT_RUN: "·", Status.ERROR: "!"}


class Row(msgspec.Struct, frozen=True):
    """One program: what it must fail, what became of each check, and what is wrong with that, if anything is."""

    program: str
    verdict: str
    fails: list[str]
    statuses: dict[str, Status]
    wrong: str


def matrix(outcomes: Mapping[Known, Outcome]) -> list[Row]:
    """Return a row for each program."""
    return [
        Row(
            program=f"{program.slot}/{program.verdict}/{program.name}",
            verdict=program.verdict,
            fails=sorted(program.fails),
            statuses=outcome.statuses,
            wrong=fault(program, outcome),
        )
        for program, outcome in sorted(outcomes.items(), key=lambda item: (item[0].slot, item[0].verdict, item[0].name))
    ]


def fault(program: Known, outcome: Outcome) -> str:
    """Tell where a verdict is not what is known of the program; empty where it is exactly that."""
    if outcome.errors:
        return _told("could not be carried out", outcome.errors, outcome)
    surplus, missing = outcome.failed - program.fails, program.fails - outcome.failed
    not_run = {name for name, status in outcome.statuses.items() if status is Status.NOT_RUN}
    parts = []
    if surplus:
        parts.append(_told("fails besides", surplus, outcome))
    if missing:
        parts.append(_told("does not fail", missing, outcome))
    if not program.fails and not_run:
        parts.append(_told("not run", not_run, outcome))
    return "; ".join(parts)


def with_all_samples(outcomes: Mapping[Known, Outcome], samples: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Return the wrong programs that pass every sample check of their slot, with what else each of them fails."""
    return {
        f"{program.slot}/{program.name}": sorted(outcome.failed)
        for program, outcome in outcomes.items()
        if program.verdict == "rejected" and samples[program.slot] <= _passed(outcome)
    }


def _passed(outcome: Outcome) -> set[str]:
    return {name for name, status in outcome.statuses.items() if status is Status.PASSED}


def table(rows: list[Row]) -> str:
    """Return the matrix as text: a block for each slot, a line for each program, a column for each check."""
    blocks: dict[str, list[Row]] = {}
    for row in rows:
        blocks.setdefault("/".join(row.program.split("/")[:2]), []).append(row)
    return "\n".join(_block(slot, of_slot) for slot, of_slot in blocks.items())


def _block(slot: str, rows: list[Row]) -> str:
    checks = list(rows[0].statuses)
    width = max(len(row.program) for row in rows) - len(slot)
    lines = [f"{slot}   ✓ passed  ✗ failed  · not run, it shares the cause  ! could not be carried out", ""]
    for at, check in enumerate(checks):
        caught = sum(row.statuses[check] is Status.FAILED for row in rows)
        lines.append(f"{'':{width}} {' │' * at} ┌ {check}: {caught} programs fail it")
    for row in rows:
        marks = "".join(f" {_MARKS[row.statuses[check]]}" for check in checks)
        lines.append(f"{row.program.removeprefix(slot + '/'):{width}} {marks}   {row.wrong}".rstrip())
    return "\n".join([*lines, ""])


def _told(what: str, checks: frozenset[str] | set[str], outcome: Outcome) -> str:
    return f"{what}: " + ", ".join(
        f"{check} ({outcome.told[check]})" if check in outcome.told else check for check in sorted(checks)
    )
