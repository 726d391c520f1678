"""Words on the command line -> one workflow -> exit status. Instructors have more words: ``instructor.py``."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from grader.catalog import ROOT, load_course
from grader.cli.doctor import gather, lines
from grader.cli.options import Number, Once, for_audience, of_course, ordered
from grader.cli.publish import Place, publish, refusals_for
from grader.cli.stored import report_command
from grader.failures import BadCall, GraderBroken
from grader.grade import Graded, Request, Watcher, grade
from grader.model import Audience, Score
from grader.printable import printable
from grader.process.ending import refuse, take_lost_output, warn
from grader.report.formats import order, render
from grader.report.signature import take_key
from grader.report.workflow_log import without_commands
from grader.sandbox import KINDS, OBSERVATIONS

if TYPE_CHECKING:
    from rich.status import Status as LiveLine

_FULL_MARKS, _MARKS_LOST, _NO_RESULT = 0, 1, 2
_OTHERS = 0o077  # the bits of a mode that are not the owner's


def main() -> NoReturn:
    """Run the command that the words name; end with its exit status, 2 and one clear line where there is no result."""
    os.umask(os.umask(_OTHERS) & _OTHERS)  # what not even its owner may read is of no use to anybody
    try:
        status = _status()
    except SystemExit as ending:  # nothing of the grader ends so
        status = refuse(f"unforeseen, so there is no result: something called sys.exit({ending.code!r})")
    sys.exit(status)


def _status() -> int:
    try:
        with commands.make_context("python -m grader", sys.argv[1:]) as context:
            return commands.invoke(context) or 0
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.exceptions.NoArgsIsHelpError:
        return refuse("no command; python -m grader --help lists them")
    except click.ClickException as error:
        return refuse(error.format_message())
    except BadCall as error:
        return refuse(str(error))
    except GraderBroken as error:
        return refuse(f"the grader is at fault, nothing was graded: {error}")


@click.group()
def commands() -> None:
    """Grade programs of the course."""


@commands.command("grade")
@click.argument("submission", type=click.Path(path_type=Path), required=False)
@click.option(
    "--only",
    metavar="EXERCISE[/PROGRAM]",
    multiple=True,
    help="Grade one exercise or one program (EXERCISE, EXERCISE/PROGRAM); as often as you like.",
)
@click.option(
    "--reports",
    cls=Once,
    type=click.Path(path_type=Path),
    default=[Path("reports")],
    show_default=True,
    help="The folder for score.json and raw.json.",
)
@ordered
@for_audience
@click.option(
    "--isolation", cls=Once, type=click.Choice(KINDS), help="The kind of world; without it, the best that there is."
)
@click.option(
    "--observe", cls=Once, type=click.Choice(OBSERVATIONS), help="How programs are watched; without it, the best way."
)
@click.option("--seed", cls=Once, type=Number(0, 2**32 - 1), help="Repeat a run: the seed that its report names.")
@click.option("--student", cls=Once, default=[""], help="Whose submission it is, or which repository: for the score.")
@click.option("--commit", cls=Once, default=[""], help="Which commit it is: for the score.")
@click.option("--attempt", cls=Once, type=Number(1, 1_000_000), help="Which attempt it is: for the score.")
@of_course
@click.option("--verbose", is_flag=True, help="Tell every failed check in full, not only each program's first.")
@click.option("--json", "only_json", is_flag=True, help="Print the score as JSON, and nothing else.")
def grade_command(
    submission: Path | None,
    only: tuple[str, ...],
    reports: Path,
    orders: tuple[str, ...],
    audience: Audience,
    isolation: str | None,
    observe: str | None,
    seed: int | None,
    student: str,
    commit: str,
    attempt: int | None,
    course: Path,
    *,
    verbose: bool,
    only_json: bool,
) -> int:
    """Grade SUBMISSION, a folder of the same shape as exercises/ or a zip, tar or tar.gz archive of one.

    Exit status: 0 full marks, 1 marks lost, 2 no complete result.
    """
    if not only_json:
        from grader.report.terminal import screen, show  # noqa: PLC0415 - where rich is missing, nothing is graded
    key = take_key(os.environ)  # before anything is started that could inherit it
    submission = submission or (Path() if course == ROOT else course) / "exercises"
    place = Place(reports, tuple(order(words, audience) for words in orders), audience)
    request = Request(
        submission=submission,
        only=only,
        isolation=isolation,
        observation=observe,
        private=place.folders,
        seed=seed,
        for_record=bool(key),
        student=printable(student),
        commit=printable(commit),
        attempt=attempt or 0,
        course=course,
    )
    with refusals_for(audience, (submission, *place.paths)):
        edition, failed = publish(_graded(request, place), place, key)
        if only_json:
            click.echo(render("json", edition), nl=False)
        else:
            report = place.score if audience == "instructor" else Path(reports.name, place.score.name)
            with without_commands(os.environ):
                if not failed:
                    click.echo(f"report: {report}")
                show(edition.score, screen(sys.stdout), verbose=verbose)
        if failed:
            raise BadCall(failed)
    if reason := take_lost_output():
        warn(f"not all of the report could be shown: {reason}; the report that was written is complete")
    return _exit_status(edition.score)


def _graded(request: Request, place: Place) -> Graded:
    """Grade; whatever the end, no report of another submission is left in its place."""
    place.check(request.submission)
    watcher: _Live | None = None
    try:
        with _live_line() as line:
            watcher = _Live(line, lambda submission_hash: place.make_room(request, submission_hash))
            return grade(request, watcher)
    except KeyboardInterrupt as interruption:
        msg = "nothing was graded, no report was written"
        raise KeyboardInterrupt(msg) from interruption
    finally:
        if watcher is None or not watcher.has_begun:
            place.make_room(request)


def _live_line() -> "AbstractContextManager[LiveLine | None]":
    """Return a line that can be changed, where there is a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.status import Status  # noqa: PLC0415 - rich takes longer than anything else here

    from grader.report.terminal import screen  # noqa: PLC0415 - rich takes longer than anything else here

    return Status("getting ready …", console=screen(sys.stderr))


if find_spec("grader.cli.instructor"):  # which no handout has
    from grader.cli.instructor import COMMANDS

    for command in COMMANDS:
        commands.add_command(command)


commands.add_command(report_command)


@commands.command("doctor")
@of_course
def doctor_command(course: Path) -> int:
    """Tell what this machine allows, which kind of world will be used, and what would allow a better one."""
    for line in lines(gather(load_course(course / "exercises").limits)):
        click.echo(line)
    return _FULL_MARKS


class _Live(Watcher):
    """Tells on the live line how the grading gets on; where there is no terminal, only that it has to wait."""

    def __init__(self, line: "LiveLine | None", make_room: Callable[[str], None]) -> None:
        self._line = line
        self._make_room = make_room
        self._done = self._total = 0
        self.has_begun = False  # and older reports have made room

    def takes(self, submission_hash: str) -> None:
        self._make_room(submission_hash)
        self.has_begun = True

    def waits(self) -> None:
        tell = warn if self._line is None else self._line.console.print
        tell("Another grading is at work on this machine's only loopback: waiting for its end …")

    def begins(self, checks: int) -> None:
        self._total = checks

    def finishes(self) -> None:
        self._done += 1
        if self._line is not None:
            self._line.update(f"{self._done} of {self._total} checks done …")


def _exit_status(score: Score) -> int:
    if not score.complete:
        return _NO_RESULT
    return _FULL_MARKS if score.score == score.max_score else _MARKS_LOST
