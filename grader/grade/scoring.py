"""Findings -> what the score says of every exercise, program and check."""

from msgspec import UNSET

from grader.course import Exercise
from grader.kit.check import Check
from grader.model import CheckResult, ExerciseScore, Finding, ProgramScore, Status
from grader.report.wording import facts_beside, render
from grader.text import Text, say


def exercise_scores(
    programs: tuple[tuple[Exercise, str], ...], checks: tuple[Check, ...], findings: dict[str, Finding]
) -> tuple[ExerciseScore, ...]:
    """Return the scores of the exercises that ``programs`` belong to, from the findings by the checks' names."""
    scores = []
    for exercise in dict.fromkeys(exercise for exercise, _ in programs):
        files = tuple(
            _program(file, [check for check in checks if check.path == f"{exercise.name}/{file}"], findings)
            for owner, file in programs
            if owner is exercise
        )
        scores.append(
            ExerciseScore(
                name=exercise.name,
                title=exercise.title,
                score=sum(file.score for file in files),
                max_score=sum(file.max_score for file in files),
                programs=files,
            )
        )
    return tuple(scores)


def _program(file: str, checks: list[Check], findings: dict[str, Finding]) -> ProgramScore:
    results = tuple(_result(check, findings[check.name]) for check in checks)
    return ProgramScore(
        file=file,
        score=sum(result.points for result in results),
        max_score=sum(result.max_points for result in results),
        checks=results,
    )


def _result(check: Check, finding: Finding) -> CheckResult:
    hint = (finding.hint if finding.hint.template else Text(check.hint)) if finding.status is Status.FAILED else say("")
    return CheckResult(
        name=check.name,
        title=check.title,
        visibility=check.visibility,
        status=finding.status,
        points=check.points if finding.status is Status.PASSED else 0,
        max_points=check.points,
        message=render(finding.message),
        diagnosis=render(finding.diagnosis),
        line=finding.line,
        misconception=finding.misconception,
        hint=render(hint),
        transcript=finding.transcript,
        seconds=finding.seconds,
        message_text=facts_beside(finding.message),
        diagnosis_text=facts_beside(finding.diagnosis),
        hint_text=facts_beside(hint),
        cause=finding.cause or UNSET,
        not_started=finding.not_started or UNSET,
    )
