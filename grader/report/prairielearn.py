"""A ``Score`` as the ``results.json`` of a PrairieLearn external grader.

The format: https://prairielearn.readthedocs.io/en/latest/externalGrading/#grading-results
"""

from grader.model import CheckResult, Status
from grader.printable import printable
from grader.report.marked import Marked
from grader.report.score_json import indented
from grader.report.stories import as_lines, checks_of

_LARGEST = 1_000_000  # bytes: what is larger, PrairieLearn does not take


def render(marked: Marked) -> bytes:
    """Return the results, without transcripts where they would grow too large.

    An incomplete grading is not gradable, which costs the student no attempt.
    """
    results = _results(marked, transcripts=True)
    return results if len(results) <= _LARGEST else _results(marked, transcripts=False)


def _results(marked: Marked, *, transcripts: bool) -> bytes:
    score = marked.score
    results: dict[str, object] = {"gradable": score.complete}
    if score.complete:
        results["score"] = score.score / score.max_score if score.max_score else 0.0
        results["message"] = f"{score.score} of {score.max_score} points"
    else:
        results["format_errors"] = ["The grader or the machine failed. Please submit again, or tell your instructor."]
    if not transcripts:
        results["output"] = "The transcripts are left out: these results would grow too large."
    results["tests"] = [_test(path, result, transcripts=transcripts) for path, result in checks_of(score)]
    return indented(results)


def _test(path: str, result: CheckResult, *, transcripts: bool) -> dict[str, object]:
    is_told = transcripts and result.status is not Status.PASSED
    return {
        "name": f"{path}: {result.name.rpartition('.')[2]}",
        "description": result.title,
        "points": result.points,
        "max_points": result.max_points,
        "message": printable(result.message)[:2000],
        "output": "\n".join(as_lines(result)) if is_told else "",
    }
