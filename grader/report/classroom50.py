"""A ``Score`` as the ``result.json`` of a Classroom 50 autograder.

The contract: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding#the-resultjson-contract, and
``schemas/result-v1.schema.json`` in that repository. The runner exports who submitted what; the results repeat it.
"""

from grader.failures import BadCall
from grader.model import CheckResult, Status
from grader.report.marked import Marked
from grader.report.score_json import indented
from grader.report.stories import checks_of

_VARIABLES = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def render(marked: Marked) -> bytes:
    """Return the result. An incomplete one is thrown away by the runner, where the autograder's exit status says so.

    Raises BadCall where the runner's variables are not in the environment.
    """
    environment = {**marked.environment}
    environment.setdefault("OWNER", environment.get("USERNAME", ""))
    environment.setdefault("REVIEW_URL", environment.get("COMMIT_URL", ""))
    if missing := [name for name in _VARIABLES.values() if not environment.get(name)]:
        msg = f"a report for Classroom 50 needs what its runner exports; the environment lacks {', '.join(missing)}"
        raise BadCall(msg)
    score = marked.score
    return indented(
        {
            "schema": "classroom50/result/v1",
            **{key: environment[name] for key, name in _VARIABLES.items()},
            "datetime": score.graded_at,
            "score": score.score,
            "max-score": score.max_score,
            "tests": [_test(result) for _, result in checks_of(score)],
        }
    )


def _test(result: CheckResult) -> dict[str, object]:
    return {
        "test-name": result.name,
        "passed": result.status is Status.PASSED,
        "score": result.points,
        "max-score": result.max_points,
    }
