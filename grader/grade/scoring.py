"""Outcomes -> what the score says of every exercise, program and check."""

from msgspec import UNSET

from grader.course import Exercise
from grader.kit.check import Check
from grader.model import CheckResult, ExerciseScore, Outcome, ProgramScore, Status
from grader.report.wording import facts_beside, render
from grader.text import Text, say


def exercise_scores(
    programs: tuple[tuple[Exercise, str], ...], checks: tuple[Check, ...], outcomes: dict[str, Outcome]
) -> tuple[ExerciseScore, ...]:
    """Return the scores of the exercises that ``programs`` belong to, from the outcomes by the checks' names."""
    scores = []
    for exercise in dict.fromkeys(exercise for exercise, _ in programs):
        files = tuple(
            _program(file, [check for check in checks if check.path == f"{exercise.name}/{file}"], outcomes)
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


def _program(file: str, checks: list[Check], outcomes: dict[str, Outcome]) -> ProgramScore:
    results = tuple(_result(check, outcomes[check.name]) for check in checks)
    return ProgramScore(
        file=file,
        score=sum(result.points for result in results),
        max_score=sum(result.max_points for result in results),
        checks=results,
    )


def _result(check: Check, outcome: Outcome) -> CheckResult:
    hint = (outcome.hint if outcome.hint.template else Text(check.hint)) if outcome.status is Status.FAILED else say("")
    return CheckResult(
        name=check.name,
        title=check.title,
        visibility=check.visibility,
        status=outcome.status,
        points=check.points if outcome.status is Status.PASSED else 0,
        max_points=check.points,
        message=render(outcome.message),
        diagnosis=render(outcome.diagnosis),
        line=outcome.line,
        misconception=outcome.misconception,
        hint=render(hint),
        transcript=outcome.transcript,
        seconds=outcome.seconds,
        message_text=facts_beside(outcome.message),
        diagnosis_text=facts_beside(outcome.diagnosis),
        hint_text=facts_beside(hint),
        cause=outcome.cause or UNSET,
        not_started=outcome.not_started or UNSET,
    )
