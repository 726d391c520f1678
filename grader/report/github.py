"""A ``Score`` as what a runner hands to GitHub's autograding reporter, for those who still use it.

The shape is that of the results which https://github.com/classroom-resources/autograding-command-grader writes and
https://github.com/classroom-resources/autograding-grading-reporter reads, there in base64.
"""

from grader.model import CheckResult, Status
from grader.report.marked import Marked
from grader.report.score_json import indented
from grader.report.stories import checks_of, facts

_STATUSES = {Status.PASSED: "pass", Status.FAILED: "fail", Status.NOT_RUN: "fail", Status.ERROR: "error"}


def render(marked: Marked) -> bytes:
    """Return the results. A message is one line that begins with words of ours, so that it commands no runner."""
    score = marked.score
    full = score.score == score.max_score
    return indented(
        {
            "version": 1,
            "status": ("pass" if full else "fail") if score.complete else "error",
            "max_score": score.max_score,
            "tests": [_test(path, result) for path, result in checks_of(score)],
        }
    )


def _test(path: str, result: CheckResult) -> dict[str, object]:
    return {
        "name": f"{path}: {result.title}",
        "status": _STATUSES[result.status],
        "score": result.points,
        "message": " ".join(f"{label}: {text}" for label, text in facts(result)).replace("\n", " "),
        "test_code": "",
        "filename": path,
        "line_no": result.line or 0,
        "duration": result.seconds,
    }
