"""A ``Score`` as a student reads it in a terminal."""

import shutil
from collections.abc import Iterator
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, ExerciseScore, ProgramScore, Score, Status
from grader.printable import printable
from grader.report.stories import checks_of, facts, remarks, stories, taken_from, what, who

_WORD_JOINER = "\u2060"  # takes no room and allows no line to end there
_MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.NOT_RUN: ("·", "dim"),
    Status.ERROR: ("!", "yellow"),
}


_NARROWEST, _WIDEST = 20, 1000  # columns
_MANY_LINES = 1000


def screen(stream: IO[str]) -> Console:
    """Return a console for this stream, of a size that a report can be read in."""
    columns, lines = shutil.get_terminal_size()
    return Console(file=stream, width=min(max(columns, _NARROWEST), _WIDEST), height=min(max(lines, 2), _MANY_LINES))


def show(score: Score, console: Console, *, verbose: bool) -> None:
    """Print a table per exercise, then the first failed check of each program in full; ``verbose``: all of them."""
    for exercise in score.exercises:
        console.print(_table(score, exercise))
        console.print()
    told = list(stories(score, verbose=verbose))
    for path, result in told:
        _tell(path, result, console)
    _remark(score, console)
    _sum_up(score, told, console)


def _table(score: Score, exercise: ExerciseScore) -> Table:
    heading = Text.assemble((f"{exercise.name}  ", "bold"), exercise.title)
    table = Table(title=heading, title_justify="left", title_style="", box=None, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for program in exercise.programs:
        lay = taken_from(score, exercise, program)
        remark = Text(_disarmed(f"taken from {lay}"), "yellow") if lay else ""
        table.add_row(Text(program.file, "bold"), "", remark, Text(f"{program.score}/{program.max_score}", "bold"))
        for mark, style, sentence, points in _rows(program):
            table.add_row("", Text(mark, style), Text(sentence, "dim" if style == "dim" else ""), Text(points, style))
    return table


def _rows(program: ProgramScore) -> Iterator[tuple[str, str, str, str]]:
    messages = {result.message for result in program.checks}
    if len(messages) == 1 and all(result.status is Status.NOT_RUN for result in program.checks):
        yield *_MARKS[Status.NOT_RUN], printable(messages.pop()), f"0/{program.max_score}"
        return
    for result in program.checks:
        sentence = f"({result.title})" if result.status is Status.NOT_RUN else result.title
        yield *_MARKS[result.status], sentence, f"{result.points}/{result.max_points}"


def _tell(path: str, result: CheckResult, console: Console) -> None:
    mark, style = _MARKS[result.status]
    name = result.name.rpartition(".")[2]
    lost = "1 point" if result.max_points == 1 else f"{result.max_points} points"
    console.print(Text.assemble((f"{mark} {path}", f"bold {style}"), f"  {name}, {lost}"))
    console.print(Padding(Text(result.title, "italic"), (0, 2)))
    if result.transcript:
        console.print(Padding(_transcript(result), (1, 2)))
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in facts(result):
        table.add_row(Text(label, "bold"), Text(_disarmed(text)))
    console.print(Padding(table, (0, 1)))
    console.print()


def _transcript(result: CheckResult) -> Table:
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for event in result.transcript:
        text = Text(_disarmed(what(event)), "red" if event.wrong else "")
        table.add_row(Text(who(event), "cyan"), text)
    return table


def _disarmed(text: str) -> str:
    """Break what a machine that runs the grading would obey where a line is folded before it.

    Source: actions/runner, ActionCommand.cs: ``::`` at the beginning of a line, ``##[`` anywhere; Azure's ``##vso[``.
    """
    return text.replace("::", f":{_WORD_JOINER}:").replace("##", f"#{_WORD_JOINER}#")


def _remark(score: Score, console: Console) -> None:
    """Say what holds for the whole grading."""
    lines = remarks(score)
    for line in lines:
        console.print(Text(_disarmed(line), "yellow"))
    if lines:
        console.print()


def _sum_up(score: Score, told: list[tuple[str, CheckResult]], console: Console) -> None:
    if any(result.status is Status.NOT_RUN for _, result in checks_of(score)):
        console.print(Text("· (not run: another check failed before it, or the program was not handed in)", "dim"))
    if not score.complete:
        console.print(
            Text("The grading is not complete: the grader or this machine failed in the checks marked with !", "yellow")
        )
    full = score.score == score.max_score
    console.print(Text(f"Score: {score.score}/{score.max_score}", "bold green" if full else "bold"))
    console.print(
        Text(f"isolation: {score.isolation}, seed: {score.seed}, {score.seconds:.1f} s", "dim"), highlight=False
    )
    if told:
        path, result = told[0]
        console.print(
            Text.assemble(("Begin here: ", "bold"), f"{path}. {_disarmed(printable(_in_a_sentence(result)))}")
        )


def _in_a_sentence(result: CheckResult) -> str:
    """Say what is wrong, and where the program is, in a line."""
    where = result.diagnosis.partition("\n")[0].strip().rstrip(":")
    return where if result.not_started is True else f"{result.message} {where}".strip()
