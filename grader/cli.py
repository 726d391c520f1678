"""Words on the command line -> one workflow -> exit status. Instructors have more words: ``instructor.py``."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, get_args

import click
from rich.console import Console
from rich.status import Status as LiveLine

from grader import interrupts
from grader.catalog import load_course
from grader.doctor import gather, lines
from grader.failures import BadCall, GraderBroken
from grader.grade import Request, Watcher, grade
from grader.model import Score
from grader.printable import printable
from grader.publish import can_be_signed, publish
from grader.report.formats import FORMATS, order, render
from grader.report.marked import Audience
from grader.report.signature import take_key
from grader.report.terminal import show
from grader.report.workflow_log import without_commands
from grader.sandbox import KINDS, OBSERVATIONS

_FULL_MARKS, _MARKS_LOST, _NO_RESULT = 0, 1, 2


def main() -> NoReturn:
    """Run the command that the words name; end with its exit status, 2 and one clear line where there is no result."""
    interrupts.watch()  # SIGTERM and SIGHUP end as Ctrl-C does, also where a shell had them ignored
    try:
        status = commands(prog_name="python -m grader", standalone_mode=False)
    except click.exceptions.Exit as ending:
        status = ending.exit_code
    except click.ClickException as error:
        status = _refuse(error.format_message())
    except BadCall as error:
        status = _refuse(str(error))
    except GraderBroken as error:
        status = _refuse(f"the grader is at fault, nothing was graded: {error}")
    except (KeyboardInterrupt, click.Abort):
        status = _refuse("interrupted: nothing was graded, no report was written")
    sys.exit(status or 0)


@click.group()
def commands() -> None:
    """Grade programs of the course."""


@commands.command("grade")
@click.argument("submission", type=click.Path(path_type=Path), default=Path("exercises"))
@click.option("--only", metavar="EXERCISE[/PROGRAM]", help="Grade one exercise or one program: tcp_v3, tcp_v3/server.")
@click.option(
    "--reports",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="The folder for score.json and raw.json.",
)
@click.option(
    "--report",
    "reports_besides",
    metavar="[student:]FORMAT=FILE",
    multiple=True,
    help=f"Write a report besides, as often as you like. Formats: {', '.join(FORMATS)}.",
)
@click.option(
    "--audience",
    type=click.Choice(get_args(Audience)),
    default="instructor",
    show_default=True,
    help="Who reads it all: of hidden checks, students see what the catalogue says.",
)
@click.option("--isolation", type=click.Choice(KINDS), help="The kind of world; without it, the best that there is.")
@click.option("--observe", type=click.Choice(OBSERVATIONS), help="How programs are watched; without it, the best way.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Repeat a run: the seed that its report names.")
@click.option("--verbose", is_flag=True, help="Tell every failed check in full, not only each program's first.")
@click.option("--json", "only_json", is_flag=True, help="Print the score as JSON, and nothing else.")
def grade_command(
    submission: Path,
    only: str | None,
    reports: Path,
    reports_besides: tuple[str, ...],
    audience: Audience,
    isolation: str | None,
    observe: str | None,
    seed: int | None,
    *,
    verbose: bool,
    only_json: bool,
) -> int:
    """Grade SUBMISSION, a folder of the same shape as exercises/ or a zip, tar or tar.gz archive of one.

    Exit status: 0 full marks, 1 marks lost, 2 no complete result.
    """
    key = take_key(os.environ)  # before anything is started that could inherit it
    orders = tuple(order(words, audience) for words in reports_besides)
    console = Console()
    live = LiveLine("getting ready …", console=Console(stderr=True))
    with live:
        request = Request(
            submission=submission, only=only, isolation=isolation, observation=observe, private=(reports,), seed=seed
        )
        graded = grade(request, _Live(live))
    if key and not can_be_signed(graded):
        click.echo("not signed: in a world of the kind plain a program could have read the key", err=True)
    edition = publish(graded, reports, orders, audience, key)
    if only_json:
        click.echo(render("json", edition), nl=False)
    else:
        with without_commands(os.environ):
            show(edition.score, console, verbose=verbose)
        console.print(f"report: {reports / 'score.json'}", style="dim", highlight=False, markup=False)
    return _exit_status(graded.score)


if find_spec("grader.instructor"):  # which no handout has
    from grader.instructor import COMMANDS

    for command in COMMANDS:
        commands.add_command(command)


@commands.command("doctor")
def doctor_command() -> int:
    """Tell what this machine allows, which kind of world will be used, and what would allow a better one."""
    for line in lines(gather(load_course(Path(__file__).parents[1] / "exercises").limits)):
        click.echo(line)
    return _FULL_MARKS


class _Live(Watcher):
    """Tells on the live line how the grading gets on; where there is no terminal, only that it has to wait."""

    def __init__(self, line: LiveLine) -> None:
        self._line = line
        self._done = self._total = 0

    def waits(self) -> None:
        self._line.console.print("Another grading is at work on this machine's only loopback: waiting for its end …")

    def begins(self, checks: int) -> None:
        self._total = checks

    def finishes(self) -> None:
        self._done += 1
        self._line.update(f"{self._done} of {self._total} checks done …")


def _exit_status(score: Score) -> int:
    if not score.complete:
        return _NO_RESULT
    return _FULL_MARKS if score.score == score.max_score else _MARKS_LOST


def _refuse(line: str) -> int:
    click.echo(f"error: {printable(' '.join(line.split()))}", err=True)
    return _NO_RESULT
