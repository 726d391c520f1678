"""A ``Score`` as Markdown, for the summary of a job or a comment: GitHub's dialect, with Mermaid diagrams.

A summary may hold 1 MiB: https://docs.github.com/actions/reference/workflow-commands#adding-a-job-summary
"""

import re

from grader.model import CheckResult, Score, Status
from grader.printable import printable
from grader.report.marked import Marked
from grader.report.sequence import mermaid
from grader.report.stories import facts, remarks, stories, taken_from

_LARGEST = 900 * 1024  # bytes; a job has other things to say, too
_LONGEST_TEXT = 2000  # characters
_MARKS = {Status.PASSED: "✅", Status.FAILED: "❌", Status.NOT_RUN: "⚪", Status.ERROR: "⚠️"}

# What begins a mention, a reference, a link, an emoji or a formula. An element of its own keeps it from its neighbours.
_BEGINNINGS = re.compile(r"[@#$]|:(?=[\w+-]+:)|(?<=/)/|(?<=www)\.|(?<=gh)-", re.IGNORECASE)


def render(marked: Marked) -> bytes:
    """Return the summary, no longer than ``_LARGEST`` bytes: whole stories are left out, and that is said."""
    score = marked.score
    text = _overview(score)
    told = [_story(path, result) for path, result in stories(score, verbose=False)]
    size, kept = len(text.encode()), 0
    for story in told:
        size += len(story.encode())
        if size > _LARGEST:
            break
        text += story
        kept += 1
    if kept < len(told):
        text += f"\n{len(told) - kept} more stories are left out here: this page would grow too large.\n"
    return text.encode()


def escaped(text: str) -> str:
    """Return printable text so that Markdown shows it as it is, in a paragraph, a list or a table.

    Character references stand for no markup (CommonMark 0.31, section 2.5), so all ASCII punctuation becomes one.
    """
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT]} …"
    parts, done = [], 0
    for found in _BEGINNINGS.finditer(text):
        parts += [_referred(text[done : found.start()]), f"<span>&#{ord(found[0])};</span>"]
        done = found.end()
    return "".join([*parts, _referred(text[done:])])


def _referred(text: str) -> str:
    return re.sub(r"""[!-+\-/<=>?\[-`{-~]""", lambda found: f"&#{ord(found[0])};", text)


def _overview(score: Score) -> str:
    lines = [f"## Score: {score.score} of {score.max_score}", ""]
    if not score.complete:
        lines += [f"{_MARKS[Status.ERROR]} The grading is not complete: the grader or this machine failed.", ""]
    lines += ["| exercise | program | points | checks passed |", "|---|---|--:|--:|"]
    for exercise in score.exercises:
        for program in exercise.programs:
            passed = sum(result.status is Status.PASSED for result in program.checks)
            full = program.score == program.max_score
            mark = _MARKS[Status.PASSED] if full else _MARKS[_worst(program.checks)]
            lay = taken_from(score, exercise, program)
            name = f"{escaped(program.file)}, taken from {escaped(lay)}" if lay else escaped(program.file)
            lines.append(
                f"| {escaped(exercise.name)} | {mark} {name} | {program.score}/{program.max_score} "
                f"| {passed}/{len(program.checks)} |"
            )
        lines.append(f"| {escaped(exercise.name)} | *together* | **{exercise.score}/{exercise.max_score}** | |")
    lines += [
        "",
        f"Submission {escaped(printable(score.submission))}, isolation {score.isolation}, seed {score.seed}.",
        "",
    ]
    for line in remarks(score):
        lines += [escaped(line), ""]
    return "\n".join(lines)


def _worst(results: tuple[CheckResult, ...]) -> Status:
    """Return the worst status; where no check lost points, they are those of checks that were not run."""
    statuses = {result.status for result in results}
    return next((status for status in (Status.ERROR, Status.FAILED) if status in statuses), Status.NOT_RUN)


def _story(path: str, result: CheckResult) -> str:
    points = "1 point" if result.max_points == 1 else f"{result.max_points} points"
    lines = [
        "",
        f"### {_MARKS[result.status]} {escaped(path)}: {escaped(result.name.rpartition('.')[2])}, {points}",
        "",
    ]
    lines += [f"*{escaped(result.title)}*", ""]
    if result.transcript:
        lines += ["```mermaid", mermaid(result.transcript).rstrip(), "```", ""]
    for label, text in facts(result):
        lines += _fact(label, *text.split("\n"))
    return "\n".join([*lines, ""])


def _fact(label: str, first: str, *others: str) -> list[str]:
    """Return the item of a list; further lines, such as a caret below a line of code, keep their places."""
    item = f"- **{label}:** {escaped(first)}"
    if not others:
        return [item]
    longest = max(map(len, re.findall(r"`+", "\n".join(others))), default=0)
    fence = "`" * max(3, longest + 1)
    return [item, "", f"  {fence}text", *(f"  {line[:_LONGEST_TEXT]}" for line in others), f"  {fence}"]
