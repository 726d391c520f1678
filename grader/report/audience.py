"""What students may see of a ``Score``: another ``Score``, out of which every report can be made."""

import re
from collections.abc import Callable, Iterable

import msgspec
from msgspec import UNSET, UnsetType

from grader.course import HiddenChecks
from grader.model import CheckResult, ProgramScore, Score, Status, Visibility
from grader.report.wording import facts_beside, render
from grader.text import Text, say

_NAMELESS = "Not run, because a hidden check failed."
_UNKNOWN = "Not run, because another check failed."  # a score of an older grader does not say with which


def as_student_sees(score: Score) -> Score:
    """Return the score with nothing in it of hidden checks but what its course allows; all points stay.

    ``points``: one line for all hidden checks of a program, with their number and points. ``titles``: a line for each,
    with its name, title and status. ``feedback``: diagnosis, its line and hint besides. Never message or transcript.

    The submission is called by the last part of its path: the folders above it are the instructor's. A score of an
    older grader does not say what its course allows: that is ``points`` then, which tells least.
    """
    setting: HiddenChecks = "points" if isinstance(score.hidden_checks, UnsetType) else score.hidden_checks
    if score.audience == "student":
        return score
    return msgspec.structs.replace(
        score,
        audience="student",
        submission=last_part(score.submission),
        exercises=tuple(
            msgspec.structs.replace(
                exercise,
                programs=tuple(
                    _program(_without_folders_of_ours(program, score.submission), setting)
                    for program in exercise.programs
                ),
            )
            for exercise in score.exercises
        ),
    )


def last_part(path: str) -> str:
    """Return the last part of a path, or the whole of one that has no other."""
    return path.rstrip("/").rpartition("/")[2] or path


def without_folders(text: str, paths: Iterable[str]) -> str:
    """Return what is said without the folders that ``paths`` lie in, and every other absolute path by its last part."""
    folders = {path[:at] for path in paths for at in range(len(path)) if at and path[at] == "/"}
    for folder in sorted(folders, key=len, reverse=True):
        text = re.sub(rf"(?<![\w/.-]){re.escape(folder)}/", "", text)
    return re.sub(r"(?<![\w/.])/(?:[^\s/'\"]+/)+", "", text)


def _without_folders_of_ours(program: ProgramScore, submission: str) -> ProgramScore:
    """Take out of what the grader or the machine failed at where on the machine that was."""

    def shortened(words: str) -> str:
        return without_folders(words, [submission])

    checks = tuple(
        msgspec.structs.replace(
            result,
            message=shortened(result.message),
            diagnosis=shortened(result.diagnosis),
            message_text=_changed(result.message_text, shortened),
            diagnosis_text=_changed(result.diagnosis_text, shortened),
        )
        if result.status is Status.ERROR
        else result
        for result in program.checks
    )
    return msgspec.structs.replace(program, checks=checks)


def _changed(text: Text | UnsetType, change: Callable[[str], str]) -> Text | UnsetType:
    return text if isinstance(text, UnsetType) else text.changed(change)


def _program(program: ProgramScore, setting: HiddenChecks) -> ProgramScore:
    hidden = [result for result in program.checks if result.visibility is Visibility.HIDDEN]
    if not hidden:
        return program
    samples = [result for result in program.checks if result.visibility is not Visibility.HIDDEN]
    common = program.checks[0] if _is_common_message(program.checks) else None
    checks: list[CheckResult]
    if setting == "points":
        named = samples if common else [_without_names(sample, hidden) for sample in samples]
        checks = [*named, _sum(hidden, common)]
    else:
        checks = [
            _bare(result, common, setting) if result.visibility is Visibility.HIDDEN else result
            for result in program.checks
        ]
    return msgspec.structs.replace(program, checks=tuple(checks))


def _is_common_message(results: tuple[CheckResult, ...]) -> bool:
    """Tell whether one thing is said of the whole program and of no check, such as that it was not handed in."""
    messages = {result.message for result in results}
    return len(messages) == 1 and all(result.status is Status.NOT_RUN for result in results)


def _without_names(sample: CheckResult, hidden: list[CheckResult]) -> CheckResult:
    """Keep a sample check that was not run from naming the hidden check because of which it was not."""
    if sample.status is not Status.NOT_RUN:
        return sample
    if isinstance(sample.cause, UnsetType):
        message = _UNKNOWN
    elif sample.cause in {result.name for result in hidden}:
        message = _NAMELESS
    else:
        return sample
    return msgspec.structs.replace(sample, message=message, message_text=UNSET, cause=UNSET)


def _bare(result: CheckResult, common: CheckResult | None, setting: HiddenChecks) -> CheckResult:
    is_told = setting == "feedback"
    return msgspec.structs.replace(
        result,
        message=common.message if common else "",
        message_text=common.message_text if common else UNSET,
        cause=UNSET,
        diagnosis=result.diagnosis if is_told else "",
        diagnosis_text=result.diagnosis_text if is_told else UNSET,
        not_started=result.not_started if is_told else UNSET,
        line=result.line if is_told else None,
        misconception="",
        hint=result.hint if is_told else "",
        hint_text=result.hint_text if is_told else UNSET,
        transcript=(),
        seconds=0.0,
    )


def _sum(hidden: list[CheckResult], common: CheckResult | None) -> CheckResult:
    """Return one result for all hidden checks of a program."""
    title = say("1 hidden check") if len(hidden) == 1 else say("{number} hidden checks", number=len(hidden))
    statuses = [result.status for result in hidden]
    worst = (Status.ERROR, Status.FAILED, Status.NOT_RUN, Status.PASSED)
    return CheckResult(
        name=f"{hidden[0].name.rpartition('.')[0]}.hidden",
        title=render(title),
        title_text=facts_beside(title),
        visibility=Visibility.HIDDEN,
        status=next(status for status in worst if status in statuses),
        points=sum(result.points for result in hidden),
        max_points=sum(result.max_points for result in hidden),
        message=common.message if common else "",
        message_text=common.message_text if common else UNSET,
        diagnosis="",
        line=None,
        misconception="",
        hint="",
        transcript=(),
        seconds=0.0,
    )
