"""``make prove``: the kill matrix and the mutants.

``LOAD=1``: the same verdicts beside a load; ``SEEDS=1``: the same with two seeds; ``CLOCK=1``: the same by the clock;
``KILL=1``: no traces. (``GRADER=1`` is ``tests.prove.judge``.)

Exit status: 0 all is as it must be, 1 something is not, 2 the call was wrong or there is no result.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from grader.files import write_all
from tests.paths import ROOT
from tests.prove.corpus import Known, all_known, samples
from tests.prove.grading import Memory, Outcome, grade_all
from tests.prove.kills import kill_again_and_again
from tests.prove.load import Repetition, repeat
from tests.prove.matrix import matrix, table, with_all_samples
from tests.prove.quiet import Quiet, quiet, reasons_given
from tests.prove.shown import as_json, can_be_interrupted, progress_shown, task
from tests.prove.sights import Change
from tests.prove.survivors import MutantProgram, Survey, equivalences, of_solutions, survey
from tests.prove.ways import OBSERVATIONS, SEEDS, Comparison, Way, compare, reasons_of_the_clock

_REPORTS = ROOT / "reports" / "prove"
_ENOUGH = 0.97  # the share of the mutants that are not equivalent which must be killed


@click.command()
@click.option("--load", is_flag=True, help="Grade the same again and again, half the times beside a load.")
@click.option("--seeds", is_flag=True, help="Grade every program with one seed and with another.")
@click.option("--clock", is_flag=True, help="Grade every program by the kernel and by the clock.")
@click.option("--kill", is_flag=True, help="Kill gradings at random moments; nothing of them may stay.")
@click.option(
    "--times", type=click.IntRange(min=1), default=200, show_default=True, help="How often, with --load or --kill."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the random moments, with --kill.")
@click.option("--reports", type=click.Path(path_type=Path), default=_REPORTS, help="The folder for the results.")
def main(times: int, seed: int, reports: Path, *, load: bool, seeds: bool, clock: bool, kill: bool) -> None:
    """Judge the judge."""
    console = Console(soft_wrap=True)
    can_be_interrupted()
    try:
        if kill:
            good = _killed(times, seed, reports, console)
        elif seeds or clock:
            good = not _comparison(SEEDS, reports, console).changes if seeds else _by_the_clock(reports, console)
        else:
            good = _repeated(times, reports, console) if load else _proved(reports, console)
    except (RuntimeError, ValueError) as error:
        console.print(f"error: {' '.join(str(error).split())}", markup=False)
        sys.exit(2)
    except KeyboardInterrupt:
        console.print("interrupted" if load or seeds or clock else "interrupted; what has been graded is kept")
        sys.exit(2)
    console.print(f"results: {reports}", style="dim", highlight=False, markup=False)
    sys.exit(0 if good else 1)


def _proved(reports: Path, console: Console) -> bool:
    right, reasons = equivalences(), reasons_given()
    programs, mutants, memory = all_known(), of_solutions(), Memory()
    with progress_shown() as progress:
        outcomes: Mapping[Known, Outcome] = grade_all(programs, memory, task(progress, "programs", len(programs)))
        of_mutants: Mapping[MutantProgram, Outcome] = grade_all(
            mutants, memory, task(progress, "mutants", len(mutants))
        )
    rows, found = matrix(outcomes), survey(of_mutants, right)
    unnoticed = with_all_samples(outcomes, samples())
    unseen = quiet(unnoticed, reasons)
    files = {
        "samples.json": as_json(unseen),
        "matrix.json": as_json(rows),
        "matrix.txt": table(rows).encode(),
        "mutants.json": as_json(found),
    }
    write_all({reports / name: content for name, content in files.items()})
    wrong = [row for row in rows if row.wrong]
    for row in wrong:
        console.print(f"{row.program}: {row.wrong}", markup=False)
    console.print(f"{len(rows)} programs whose verdict is known, {len(wrong)} of them judged otherwise")
    wrong_ones = sum(row.verdict == "rejected" for row in rows)
    all_have_a_reason = _tell_unseen(unseen, console)
    console.print(f"{len(unnoticed)} of {wrong_ones} wrong programs have full sample marks")
    return _told(found, console) and all_have_a_reason and not wrong


def _tell_unseen(unseen: Quiet, console: Console) -> bool:
    """Tell which wrong programs have full sample marks and why, and whether each has a reason."""
    for check, programs in unseen.programs.items():
        reason = unseen.reasons.get(check, "there is no reason for this in quiet_at_home.toml")
        console.print(f"not told at home: {check} ({', '.join(programs)}): {reason}", markup=False)
    for check in unseen.stale:
        console.print(f"said not to be told at home, but no program is like that: {check}", markup=False)
    return not (unseen.without_reason or unseen.stale)


def _told(found: Survey, console: Console) -> bool:
    """Tell what became of the mutants, and whether that is good."""
    for name, line in found.survivors.items():
        console.print(f"[bold]survivor[/] at line {line}: {escape(name)}")
    for name in found.stale:
        console.print(f"said to be equivalent, but no mutant with full marks is like that: {name}", markup=False)
    for name, told in found.errors.items():
        console.print(f"could not be carried out: {name}: {told}", markup=False)
    console.print(
        f"{len(found.killed)} mutants killed, {len(found.equivalent)} equivalent, {len(found.survivors)} survivors: "
        f"{found.killed_share:.1%} of those that are wrong are killed"
    )
    return not (found.survivors or found.stale or found.errors) and found.killed_share >= _ENOUGH


def _repeated(times: int, reports: Path, console: Console) -> bool:
    with progress_shown() as progress:
        done = task(progress, "gradings", times)
        found: Repetition = repeat(times, lambda: done(1))
    write_all({reports / "load.json": as_json(found)})
    for change in found.changes:
        _tell_change(change, console)
    console.print(
        f"{found.gradings} gradings, {found.under_load} of them under load, {found.verdicts} verdicts on checks: "
        f"{len(found.changes)} changed; seconds for a grading: {found.seconds}",
        highlight=False,
    )
    return not found.changes


def _by_the_clock(reports: Path, console: Console) -> bool:
    reasons = reasons_of_the_clock()
    found = _comparison(OBSERVATIONS, reports, console)
    for program, reason in reasons.items():
        console.print(f"otherwise by the clock: {program}: {reason}", markup=False)
    for program in sorted(found.without_reason(reasons)):
        console.print(
            f"otherwise by the clock: {program}: there is no reason for this in by_the_clock.toml", markup=False
        )
    for program in sorted(found.stale(reasons)):
        console.print(f"said to be judged otherwise by the clock, but is not: {program}", markup=False)
    return not (found.without_reason(reasons) or found.stale(reasons))


def _comparison(ways: Sequence[Way], reports: Path, console: Console) -> Comparison:
    programs = all_known()
    with progress_shown() as progress:
        found = compare(programs, ways, task(progress, "programs", len(ways) * len(programs)))
    write_all({reports / "ways.json": as_json(found)})
    for change in found.changes:
        _tell_change(change, console)
    console.print(
        f"{found.programs} programs, graded {' and '.join(way.name for way in ways)}, {found.verdicts} verdicts on "
        f"checks: {len(found.changes)} differ",
        highlight=False,
    )
    return found


def _killed(times: int, seed: int, reports: Path, console: Console) -> bool:
    with progress_shown() as progress:
        done = task(progress, "kills", times)
        found = kill_again_and_again(times, lambda: done(1), seed)
    write_all({reports / "kills.json": as_json(found)})
    for one in found.wrong:
        console.print(
            f"{one.kind}, {one.submission}, {one.role} at {one.moment} s: {'; '.join(one.wrong)}", markup=False
        )
    console.print(
        f"{found.kills} kills, {len(found.wrong)} left something or cost something: {found.roles}", markup=False
    )
    return not found.wrong


def _tell_change(change: Change, console: Console) -> None:
    console.print(f"{change.submission}: {change.check}: {change.seen}", markup=False)
    for sight in (change.usual, *change.unlike):
        console.print(f"    {sight.verdict} ({sight.how}, seed {sight.seed}): {sight.told}", markup=False)


if __name__ == "__main__":
    main()
