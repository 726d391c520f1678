"""``make prove GRADER=1``: mutate the grader itself, and run the tests that concern each mutant.

Exit status: 0 enough mutants are killed, 1 too many survive, 2 the call was wrong or there is no result.
"""

import os
import sys
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from grader.files import write_all
from tests.paths import ROOT
from tests.prove.judge.run import judge
from tests.prove.judge.verdict import Verdict
from tests.prove.shown import as_json, can_be_interrupted, progress_shown, task

_REPORTS = ROOT / "reports" / "prove"
_ENOUGH = 0.9  # the share of the mutants that are not equivalent which must be killed


@click.command()
@click.option("--most", type=click.IntRange(min=0), default=3, show_default=True, help="Of each function; 0: all.")
@click.option("--only", default="", help="Only modules whose path contains this.")
@click.option(
    "--at-a-time", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True, help="Mutants."
)
@click.option("--reports", type=click.Path(path_type=Path), default=_REPORTS, help="The folder for the results.")
def main(most: int, only: str, at_a_time: int, reports: Path) -> None:
    """Judge the tests of the grader by its mutants."""
    console = Console(soft_wrap=True, highlight=False)
    can_be_interrupted()
    try:
        with progress_shown() as progress:
            found = judge(most or None, only, at_a_time, partial(task, progress))
    except (RuntimeError, ValueError) as error:
        console.print(f"error: {' '.join(str(error).split())}", markup=False)
        sys.exit(2)
    except KeyboardInterrupt:
        console.print("interrupted; which mutants were killed is kept")
        sys.exit(2)
    write_all({reports / "grader.json": as_json(found)})
    _tell(found, console)
    console.print(f"results: {reports}", style="dim", markup=False)
    sys.exit(0 if found.killed_share >= _ENOUGH and not found.stale else 1)


def _tell(found: Verdict, console: Console) -> None:
    for name, reason in found.survivors.items():
        reached = " (no test of those that are run executes it)" if name in found.unreached else ""
        console.print(f"survivor{reached}: {name}{f': {reason}' if reason else ''}", markup=False)
    for told in found.stale:
        console.print(f"said to be spared, but no mutant that survived is like that: {told}", markup=False)
    judged = len(found.killed) + len(found.equivalent) + len(found.survivors)
    console.print(
        f"{judged} mutants of {found.possible} that are possible: {len(found.killed)} killed "
        f"({len(found.too_slow)} of them by a time limit), {len(found.equivalent)} equivalent, "
        f"{len(found.survivors)} survivors ({len(found.unreached)} of them reached by no test that is run, "
        f"{sum(not reason for reason in found.survivors.values())} without a reason): "
        f"{found.killed_share:.1%} of those that are wrong are killed"
    )
    console.print(f"{len(found.left_out)} tests were not used: too slow, skipped, or failing in a box", style="dim")


if __name__ == "__main__":
    main()
