"""A ``Score`` as JUnit XML, the way pytest writes it: a suite per program, a test case per check.

pytest: https://docs.pytest.org/en/stable/how-to/output.html#creating-junitxml-format-files; its own tests hold it to
the schema of Jenkins's xUnit plugin (``junit-10.xsd``).
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.model import CheckResult, ProgramScore, Status
from grader.printable import printable
from grader.report.marked import Marked
from grader.report.stories import as_lines

_TAGS = {Status.FAILED: "failure", Status.ERROR: "error", Status.NOT_RUN: "skipped"}


def render(marked: Marked) -> bytes:
    """Return the XML. What XML cannot hold, and control characters above all, is printable text by now."""
    suites = Element("testsuites", name="grader")
    for exercise in marked.score.exercises:
        for program in exercise.programs:
            _suite(suites, exercise.name, program, marked)
    indent(suites)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, encoding="unicode").encode() + b"\n"


def _suite(suites: Element, exercise: str, program: ProgramScore, marked: Marked) -> None:
    statuses = [result.status for result in program.checks]
    suite = SubElement(
        suites,
        "testsuite",
        name=f"{exercise}/{program.file}",
        errors=str(statuses.count(Status.ERROR)),
        failures=str(statuses.count(Status.FAILED)),
        skipped=str(statuses.count(Status.NOT_RUN)),
        tests=str(len(statuses)),
        time=f"{sum(result.seconds for result in program.checks):.3f}",
    )
    if marked.score.graded_at:
        suite.set("timestamp", marked.score.graded_at)
    properties = SubElement(suite, "properties")
    for name, value in (
        ("submission", printable(marked.score.submission)),
        ("submission_hash", marked.score.submission_hash),
        ("score", str(program.score)),
        ("max_score", str(program.max_score)),
    ):
        SubElement(properties, "property", name=name, value=value)
    for result in program.checks:
        if result.status is Status.PASSED and result.message:
            remark = f"{result.name.rpartition('.')[2]} {' '.join(result.message.split())}"
            SubElement(properties, "property", name="remark", value=printable(remark))
    for result in program.checks:
        _case(suite, result)


def _case(suite: Element, result: CheckResult) -> None:
    classname, _, name = result.name.rpartition(".")
    case = SubElement(suite, "testcase", classname=classname, name=name, time=f"{result.seconds:.3f}")
    if result.status in _TAGS:
        outcome = SubElement(case, _TAGS[result.status], message=printable(result.message))
        outcome.text = "\n".join([result.title, *as_lines(result)])
