"""A ``Score`` as one HTML page that needs nothing else: no script, no other file, no network.

The template is filled by Jinja2 with autoescaping; nothing in it is marked as safe.
"""

import re

import jinja2

from grader.model import CheckResult, Score, Status
from grader.printable import printable
from grader.report.drawing import draw
from grader.report.marked import Marked
from grader.report.stories import as_lines, facts, remarks, stories, taken_from

_MOST_LINES = 1500  # of a program's text
_LONGEST_LINE = 400  # characters
_LINE_ENDS = re.compile(r"\r\n|\r|\n")  # as Python counts lines; str.splitlines knows more of them
_MARKS = {Status.PASSED: "✓", Status.FAILED: "✗", Status.NOT_RUN: "·", Status.ERROR: "!"}
_WORDS = {Status.PASSED: "passed", Status.FAILED: "failed", Status.NOT_RUN: "not run", Status.ERROR: "grader failed"}


def render(marked: Marked) -> bytes:
    """Return the page."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("grader.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html.j2").render(
        score=marked.score,
        audience=marked.audience,
        course=marked.score.course_title or "",
        begin_with={result.name for _, result in stories(marked.score, verbose=False)},
        most_lines=_MOST_LINES,
        marks=_MARKS,
        words=_WORDS,
        printable=printable,
        facts=facts,
        remarks=remarks(marked.score),
        taken_from=lambda exercise, program: taken_from(marked.score, exercise, program),
        draw=draw,
        as_text=lambda result: "\n".join(as_lines(result)),
        short=lambda result: result.name.rpartition(".")[2],
        listings=_listings(marked),
    )
    return page.encode()


def _listings(marked: Marked) -> dict[str, list[tuple[int, str, list[str]]]]:
    """Return the programs that a diagnosis points into, by path: (number, text, names of the checks) of each line."""
    pointed = _pointed(marked.score)
    return {
        path: [
            (number, printable(line.expandtabs())[:_LONGEST_LINE], pointed[path].get(number, []))
            for number, line in enumerate(_LINE_ENDS.split(marked.sources[path])[:_MOST_LINES], 1)
        ]
        for path in pointed
        if path in marked.sources
    }


def _pointed(score: Score) -> dict[str, dict[int, list[str]]]:
    pointed: dict[str, dict[int, list[str]]] = {}
    for exercise in score.exercises:
        for program in exercise.programs:
            for result in program.checks:
                if result.line is not None:
                    lines = pointed.setdefault(f"{exercise.name}/{program.file}", {})
                    lines.setdefault(result.line, []).append(_said(result))
    return pointed


def _said(result: CheckResult) -> str:
    first = result.diagnosis.partition("\n")[0]
    return f"{result.name.rpartition('.')[2]}: {printable(first)}"
