"""What students may see of a ``Score``: another ``Score``, out of which every report can be made."""

import re
from collections.abc import Iterable

import msgspec

from grader.course import HiddenChecks
from grader.model import CheckResult, ProgramScore, Score, Status, Visibility

_NAMELESS = "Not run: it shares its cause with a hidden check."


def as_student_sees(score: Score, setting: HiddenChecks) -> Score:
    """Return the score with nothing in it of hidden checks but what ``setting`` allows; all points stay.

    ``points``: one line for all hidden checks of a program, with their number and points. ``titles``: a line for each,
    with its name, title and status. ``feedback``: diagnosis, its line and hint besides. Never message or transcript.

    The submission is called by the last part of its path: the folders above it are the instructor's.
    """
    return msgspec.structs.replace(
        score,
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
    checks = tuple(
        msgspec.structs.replace(
            result,
            message=without_folders(result.message, [submission]),
            diagnosis=without_folders(result.diagnosis, [submission]),
        )
        if result.status is Status.ERROR
        else result
        for result in program.checks
    )
    return msgspec.structs.replace(program, checks=checks)


def _program(program: ProgramScore, setting: HiddenChecks) -> ProgramScore:
    hidden = [result for result in program.checks if result.visibility is Visibility.HIDDEN]
    if not hidden:
        return program
    samples = [result for result in program.checks if result.visibility is not Visibility.HIDDEN]
    common = _common_message(program.checks)
    checks: list[CheckResult]
    if setting == "points":
        checks = [*(_without_names(sample, hidden) for sample in samples), _sum(hidden, common)]
    else:
        checks = [
            _bare(result, common, setting) if result.visibility is Visibility.HIDDEN else result
            for result in program.checks
        ]
    return msgspec.structs.replace(program, checks=tuple(checks))


def _common_message(results: tuple[CheckResult, ...]) -> str:
    """Return what is said of the whole program, that it was not handed in, say: it tells nothing of any check."""
    messages = {result.message for result in results}
    is_common = len(messages) == 1 and all(result.status is Status.NOT_RUN for result in results)
    return messages.pop() if is_common else ""


def _without_names(sample: CheckResult, hidden: list[CheckResult]) -> CheckResult:
    """Keep a sample check that was not run from naming the hidden check because of which it was not."""
    names = {result.name.rpartition(".")[2] for result in hidden}
    if sample.status is Status.NOT_RUN and names & set(re.findall(r"\w+", sample.message)):
        return msgspec.structs.replace(sample, message=_NAMELESS)
    return sample


def _bare(result: CheckResult, message: str, setting: HiddenChecks) -> CheckResult:
    is_told = setting == "feedback"
    return msgspec.structs.replace(
        result,
        message=message,
        diagnosis=result.diagnosis if is_told else "",
        line=result.line if is_told else None,
        misconception="",
        hint=result.hint if is_told else "",
        transcript=(),
        seconds=0.0,
    )


def _sum(hidden: list[CheckResult], message: str) -> CheckResult:
    """Return one result for all hidden checks of a program."""
    statuses = [result.status for result in hidden]
    worst = (Status.ERROR, Status.FAILED, Status.NOT_RUN, Status.PASSED)
    return CheckResult(
        name=f"{hidden[0].name.rpartition('.')[0]}.hidden",
        title="1 hidden check" if len(hidden) == 1 else f"{len(hidden)} hidden checks",
        visibility=Visibility.HIDDEN,
        status=next(status for status in worst if status in statuses),
        points=sum(result.points for result in hidden),
        max_points=sum(result.max_points for result in hidden),
        message=message,
        diagnosis="",
        line=None,
        misconception="",
        hint="",
        transcript=(),
        seconds=0.0,
    )
