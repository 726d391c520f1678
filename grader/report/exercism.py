"""A ``Score`` as the ``results.json`` of an Exercism test runner, version 3.

The interface: https://exercism.org/docs/building/tooling/test-runners/interface
"""

from grader.model import CheckResult, Status
from grader.printable import printable
from grader.report.marked import Marked
from grader.report.score_json import indented
from grader.report.stories import as_lines

_LONGEST_MESSAGE = 65_535  # characters
_LONGEST_OUTPUT = 500  # characters
_CUT = "\nOutput was truncated. Please limit to 500 chars"
_STATUSES = {Status.PASSED: "pass", Status.FAILED: "fail", Status.NOT_RUN: "fail", Status.ERROR: "error"}


def render(marked: Marked) -> bytes:
    """Return the results: a test per check, linked to the task that its exercise is, by its place in the score."""
    tests = [
        _test(f"{exercise.name}/{program.file}", result, task)
        for task, exercise in enumerate(marked.score.exercises, 1)
        for program in exercise.programs
        for result in program.checks
    ]
    statuses = {test["status"] for test in tests}
    if statuses == {"error"}:
        return indented({"version": 3, "status": "error", "message": tests[0]["message"], "tests": tests})
    overall = "pass" if statuses == {"pass"} else "fail"
    return indented({"version": 3, "status": overall, "message": None, "tests": tests})


def _test(path: str, result: CheckResult, task: int) -> dict[str, object]:
    said = "\n".join(as_lines(result))
    return {
        "name": f"{path}: {result.title}",
        "status": _STATUSES[result.status],
        "message": None if result.status is Status.PASSED and not result.message else said[:_LONGEST_MESSAGE],
        "output": _output(result),
        "task_id": task,
    }


def _output(result: CheckResult) -> str:
    """Return what the program printed, within the bounds of the interface."""
    printed = (event for event in result.transcript if event.to == "screen" and event.data and not event.wrong)
    output = "\n".join(printable(event.data) for event in printed)
    return output if len(output) <= _LONGEST_OUTPUT else output[: _LONGEST_OUTPUT - len(_CUT)] + _CUT
