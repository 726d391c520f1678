"""A stored score -> any report. Nothing is run, and nothing but the score is read."""

import os
import sys
from pathlib import Path

import click
import msgspec

from grader.cli.options import for_audience, ordered
from grader.cli.publish import check_places, refusals_for, write_ordered
from grader.failures import BadCall
from grader.model import Audience, Score
from grader.process.ending import take_lost_output
from grader.report.audience import as_student_sees
from grader.report.formats import Order, order, render
from grader.report.marked import Marked
from grader.report.score_json import SCHEMA
from grader.report.stored import STANDARD_STREAM, harmless, read
from grader.report.wording import told
from grader.report.workflow_log import without_commands

_DONE = 0


@click.command("report")
@click.argument("file", metavar="SCORE", type=click.Path(path_type=Path))
@ordered
@for_audience
@click.option("--verbose", is_flag=True, help="Tell every failed check in full, not only each program's first.")
def report_command(file: Path, orders: tuple[str, ...], audience: Audience, *, verbose: bool) -> int:
    """Make reports from SCORE, a score.json that was written earlier; - is the standard input. Nothing is run.

    Without --report the report is shown here. FORMAT=- prints that report, and nothing else. Exit status: 0 the reports
    were made, whatever the score; 2 they were not, or not all of them.
    """
    wanted = tuple(order(words, audience) for words in orders)
    with refusals_for(audience, (file, *(one.file for one in wanted))):
        _report(file, wanted, audience, verbose=verbose)
    return _DONE


def _report(file: Path, wanted: tuple[Order, ...], audience: Audience, *, verbose: bool) -> None:
    printed = [one for one in wanted if one.file == STANDARD_STREAM]
    if len(printed) > 1:
        msg = "two reports cannot both be printed; name files for all but one"
        raise BadCall(msg)
    written = tuple(one for one in wanted if one not in printed)
    check_places(tuple(one.file for one in written), file, "the score")
    score = read(file)

    def edition(reader: Audience) -> Marked:
        return _edition(score, reader)

    failed = write_ordered(written, edition)
    for one in printed:
        try:
            click.echo(render(one.format, edition(one.audience)), nl=False)
        except BadCall as error:
            failed.append(str(error))
    if not wanted:
        from grader.report.terminal import screen, show  # noqa: PLC0415 - rich takes longer than anything else here

        with without_commands(os.environ):
            show(edition(audience).score, screen(sys.stdout), verbose=verbose)
    if failed:
        msg = "; ".join(failed)
        raise BadCall(msg)
    if reason := take_lost_output():
        msg = f"not all of the report could be shown: {reason}"
        raise BadCall(msg)


def _edition(score: Score, reader: Audience) -> Marked:
    """Return what a report for ``reader`` is made from. What differs from the stored score is not signed any more."""
    seen = harmless(score)
    if reader == "student":
        seen = as_student_sees(seen)
    seen = told(seen)
    if seen != score:
        seen = msgspec.structs.replace(seen, schema=SCHEMA, signature="")
    return Marked(score=seen, audience=reader, environment=os.environ)
