"""What every report tells of a ``Score``, whatever it looks like: which stories, in which words.

All text that comes from here is printable. What a report's own format has a meaning for is that report's business.
"""

from collections.abc import Iterator

from grader.events import Event
from grader.model import CheckResult, ExerciseScore, ProgramScore, Remark, Score, Status
from grader.printable import printable, printable_lines
from grader.report.wording import render
from grader.text import Text, say

_LOST = frozenset({Status.FAILED, Status.ERROR})
_BOUNDARIES = {
    "user": say("The programs ran as a user of their own, but on this machine's own network and disk."),
    "plain": say("There was no boundary around the programs: they could do whatever the user who graded may do."),
}
_BY_THE_CLOCK = say(
    "Graded by the clock: on this machine the grader does not see what your programs wait for. It waits for a while "
    "and then gives up, which is slower. Final marks should come from Linux, where the grader sees it."
)


def checks_of(score: Score) -> Iterator[tuple[str, CheckResult]]:
    """Return every check with the path of its program (``tcp_v3/server.py``), in the order of the score."""
    for exercise in score.exercises:
        for program in exercise.programs:
            for result in program.checks:
                yield f"{exercise.name}/{program.file}", result


def stories(score: Score, *, verbose: bool) -> Iterator[tuple[str, CheckResult]]:
    """Return the first check of each program that failed or broke, with its path; ``verbose``: all of them.

    A check of which nothing is told has no story.
    """
    told = set()
    for path, result in checks_of(score):
        has_story = result.status in _LOST and (facts(result) or result.transcript)
        if has_story and (verbose or path not in told):
            told.add(path)
            yield path, result


def facts(result: CheckResult) -> list[tuple[str, str]]:
    """Return what there is to say of a check, as (label, text); a text may have several lines."""
    labelled = (
        (say("Remark") if result.status is Status.PASSED else say("What happened"), result.message),
        (say("What it does"), result.diagnosis),
        (say("Think about"), result.hint),
    )
    return [(render(label), printable_lines(text)) for label, text in labelled if text]


def remarks(score: Score) -> list[str]:
    """Return what holds for the whole grading: remarks on what has passed, what lay elsewhere, what was left out.

    Of a program that was not taken its own checks say so.
    """
    programs = {f"{exercise.name}/{program.file}" for exercise in score.exercises for program in exercise.programs}
    left_out = [
        say("{path} was left out: {reason}.", path=refusal.path, reason=refusal.reason)
        for refusal in score.refused
        if refusal.path not in programs
    ]
    by_the_clock = [_BY_THE_CLOCK] if score.observation == "clock" else []
    no_boundary = filter(None, [_BOUNDARIES.get(score.isolation)])
    told = (
        *_passed_but(score),
        *map(_of_intake, score.remarks),
        *left_out,
        *by_the_clock,
        *no_boundary,
        *_decided_elsewhere(score),
    )
    return [printable(render(text)) for text in told]


def taken_from(score: Score, exercise: ExerciseScore, program: ProgramScore) -> str:
    """Return where the file of a program lay, where that is not its own place; else nothing."""
    if all(result.status is Status.NOT_RUN for result in program.checks):
        return ""  # it was not taken at all
    lay = {remark.taken_as: printable(remark.path) for remark in score.remarks if remark.taken_as}
    return lay.get(f"{exercise.name}/{program.file}") or lay.get(exercise.name) or ""


def _of_intake(remark: Remark) -> Text:
    """Return what there is to know about what was taken."""
    if remark.shadows:
        return say(
            "{path} has the name of Python's own module: import {module} may load this file instead. "
            "Give it another name.",
            path=remark.path,
            module=remark.shadows,
        )
    if remark.taken_as == ".":
        return say("The exercises were found in {path}.", path=remark.path)
    return say("{path} was taken as {name}.", path=remark.path, name=remark.taken_as)


def _passed_but(score: Score) -> list[Text]:
    """Return what is said of programs in checks that they passed, each once, with the number of these checks."""
    said: dict[tuple[str, str], list[str]] = {}
    for path, result in checks_of(score):
        if result.status is Status.PASSED and result.message:
            said.setdefault((path, result.message), []).append(result.name.rpartition(".")[2])
    return [
        say("{path}: {checks} {message}", path=path, checks=_counted(names), message=" ".join(message.split()))
        for (path, message), names in said.items()
    ]


def _counted(names: list[str]) -> str | Text:
    return names[0] if len(names) == 1 else say("{number} checks", number=len(names))


def _decided_elsewhere(score: Score) -> list[Text]:
    if not score.hidden_points:
        return []
    many = say("{number} more points are", number=score.hidden_points)
    version, _, digest = score.handout.partition(" sha256:")
    return [
        say(
            "These are the sample checks of handout {version} ({digest}), worth {points} points: "
            "{more} decided by hidden checks, which only your instructor has.",
            version=version,
            digest=digest[:12],
            points=score.max_score,
            more=say("1 more point is") if score.hidden_points == 1 else many,
        )
    ]


def who(event: Event) -> str:
    """Return who does it, and to whom."""
    return printable(f"{event.who} → {event.to}" if event.to else event.who)


def what(event: Event) -> str:
    """Return what is done, in one line."""
    done = printable(f"{event.what} {event.data}".rstrip())
    return render(say("{done}  ({times} times in a row)", done=done, times=event.times)) if event.times > 1 else done


def as_lines(result: CheckResult) -> list[str]:
    """Return the whole story of a check as lines of plain text."""
    lines = [f"{who(event)} {what(event)}" for event in result.transcript]
    return [*lines, *(f"{label}: {text}" for label, text in facts(result))]
