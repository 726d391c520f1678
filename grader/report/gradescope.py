"""A ``Score`` as the ``results.json`` of a Gradescope autograder.

The format: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
"""

from grader.model import Audience, CheckResult, Score, Status, Visibility
from grader.printable import printable
from grader.report.marked import Marked
from grader.report.score_json import indented
from grader.report.stories import as_lines, remarks


def render(marked: Marked) -> bytes:
    """Return the results: a test per check.

    In the instructor's report hidden checks are ``hidden``, which students never see. In the students' report there is
    nothing left to hide. The total is said apart, so that it holds whichever tests are hidden.
    """
    score = marked.score
    return indented(
        {
            "score": score.score,
            "execution_time": score.seconds,
            "output": _output(score),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": [
                _test(f"{chapter}.{section}.{place}", f"{exercise.name}/{program.file}", result, marked.audience)
                for chapter, exercise in enumerate(score.exercises, 1)
                for section, program in enumerate(exercise.programs, 1)
                for place, result in enumerate(program.checks, 1)
            ],
            "extra_data": {
                "submission_hash": score.submission_hash,
                "grader_hash": score.grader_hash,
                "isolation": score.isolation,
                "observation": score.observation,
                "seed": score.seed,
                "complete": score.complete,
            },
        }
    )


def _output(score: Score) -> str:
    lines = [f"{exercise.title}: {exercise.score}/{exercise.max_score}" for exercise in score.exercises]
    lines += remarks(score)
    if not score.complete:
        lines.append("The grading is not complete: the grader or the machine failed. This score is no mark.")
    return "\n".join(lines)


def _test(number: str, path: str, result: CheckResult, audience: Audience) -> dict[str, object]:
    is_hidden = result.visibility is Visibility.HIDDEN and audience == "instructor"
    return {
        "score": result.points,
        "max_score": result.max_points,
        "status": "passed" if result.status is Status.PASSED else "failed",
        "name": f"{path}: {result.title}",
        "name_format": "text",
        "number": number,
        "output": printable(result.message) if result.status is Status.PASSED else "\n".join(as_lines(result)),
        "output_format": "text",
        "tags": [result.name, result.status],
        "visibility": "hidden" if is_hidden else "visible",
    }
