"""The machinery, on a miniature course: what becomes of a check, and of a grading that goes wrong."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from grader.catalog import load_course
from grader.examination import Report, outcomes_of
from grader.failures import GraderBroken
from grader.grade import Graded, Request, Watcher, grade
from grader.model import CheckResult, Job, Outcome, Status
from tests.paths import MINI_COURSE

TAKES_THE_EXAMINER_ALONG = '''"""hello/server.py: a check that ends the process that examines."""

import os
import signal

from grader.kit import Server, check


@check(points=1, hint="?")
def passes(server: Server) -> None:
    """The server answers."""
    server.serves_a_new_client()


@check(points=1, hint="?")
def takes_the_examiner_along(server: Server) -> None:
    """The examining process is killed before it can report anything."""
    server.can_be_reached()
    os.kill(os.getpid(), signal.SIGKILL)
'''


def mini(course: Path = MINI_COURSE) -> Graded:
    """Grade the miniature submission with the checks of a course."""
    return grade(Request(submission=MINI_COURSE / "solutions", course=course), Watcher())


def with_check(course: Path, source: str) -> Path:
    """Make a copy of the miniature course whose only check module reads like this."""
    shutil.copytree(MINI_COURSE, course, ignore=shutil.ignore_patterns("__pycache__"))
    for visibility in ("sample", "hidden"):
        (course / "lesson" / "checks" / visibility / "check_hello_server.py").unlink()
    (course / "lesson" / "checks" / "sample" / "check_hello_server.py").write_text(source)
    return course


def results(graded: Graded) -> dict[str, CheckResult]:
    """Return the results by the checks' short names."""
    return {check.name.rpartition(".")[2]: check for check in graded.score.exercises[0].programs[0].checks}


@pytest.fixture(scope="module")
def graded() -> Graded:
    """Return what the miniature course comes to."""
    return mini()


def test_every_check_gets_its_status(graded: Graded) -> None:
    """A check passes, fails, is not run, or could not be carried out: four statuses that are never mixed."""
    assert {name: result.status for name, result in results(graded).items()} == {
        "passes": Status.PASSED,
        "fails": Status.FAILED,
        "fails_alone": Status.FAILED,
        "needs_what_failed": Status.NOT_RUN,
        "comes_after_what_failed_alone": Status.PASSED,
        "needs_what_failed_alone": Status.NOT_RUN,
        "comes_after_what_was_not_run": Status.NOT_RUN,
        "crashes": Status.ERROR,
        "finds_the_grader_broken": Status.ERROR,
        "passes_too": Status.PASSED,
    }


def test_only_what_passed_scores(graded: Graded) -> None:
    """Points are given for passed checks, and what could not be carried out makes the score incomplete."""
    assert graded.score.score == 1 + 16 + 512
    assert graded.score.max_score == 1023
    assert not graded.score.complete


def test_a_check_that_is_not_run_names_the_cause_that_it_shares(graded: Graded) -> None:
    """One mistake is told once: whatever depends on it points to where it is told."""
    found = results(graded)
    assert found["needs_what_failed"].message == "Not run, because fails failed."
    assert found["comes_after_what_was_not_run"].message == "Not run, because fails failed."
    assert found["needs_what_failed_alone"].message == "Not run, because fails_alone failed."


def test_a_broken_check_is_the_graders_fault_in_words(graded: Graded) -> None:
    """A crash in a check is told in one line without a traceback, and a failing machine in its own words."""
    found = results(graded)
    assert found["crashes"].message.startswith("The check itself is broken: ")
    assert "\n" not in found["crashes"].message
    assert found["finds_the_grader_broken"].message == "the machine is on fire"


def test_a_failure_tells_its_story(graded: Graded) -> None:
    """What failed has a message, a transcript in order, a diagnosis with the student's line, and a hint to it."""
    failed = results(graded)["fails"]
    assert "expected b'something else' and received" in failed.message
    assert failed.diagnosis == "server.py waits in accept() at line 7: connection, _ = server.accept()."
    assert failed.line == 7
    assert (failed.misconception, failed.hint[:17]) == ("swaps_what_is_to_stay", "Which letters are")
    assert (failed.transcript[-1].wrong, failed.transcript[-1].what) == (True, "sends this instead:")
    assert results(graded)["fails_alone"].hint == "?", "without a misconception it is the check's own"
    times = [event.at for event in failed.transcript]
    assert times == sorted(times)
    assert [event.what for event in failed.transcript][:4] == ["starts", "listens on", "connects", "sends"]


def test_the_raw_report_is_pytest_json_reports(graded: Graded) -> None:
    """Beside the score lies the report that it was read from, with a test for every check."""
    raw = json.loads(graded.raw)
    assert len(raw["tests"]) == 10
    assert raw["summary"]["collected"] == 10


LACKS_SOMETHING = '''"""hello/server.py: a check that meets a machine without terminals."""

from grader.kit import Server, check


@check(points=1, hint="?")
def passes(server: Server) -> None:
    """The server answers."""
    server.can_be_reached()
    raise OSError(28, "No space left on device", "/dev/ptmx")
'''


def test_what_the_machine_does_not_give_is_an_error_and_told_as_that(tmp_path: Path) -> None:
    """A system call of the grader's own that fails is the machine's fault: no mark, and no broken check."""
    (result,) = results(mini(with_check(tmp_path / "course", LACKS_SOMETHING))).values()
    reason = "[Errno 28] No space left on device: '/dev/ptmx'"
    assert result.status is Status.ERROR
    assert result.message == f"this machine does not give the grader what it needs: {reason}"


def test_a_missing_raw_report_is_an_error_and_no_zero(tmp_path: Path) -> None:
    """When the examining process dies, every check of it is an error."""
    graded = mini(with_check(tmp_path / "course", TAKES_THE_EXAMINER_ALONG))
    assert {result.status for result in results(graded).values()} == {Status.ERROR}
    assert not graded.score.complete


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"tests": 7}',
        b'{"tests": [7]}',
        b'{"tests": [{"metadata": {"check": "a.b.c", "nonce": "right", "outcome": "{}"}}]}',
        b'{"tests": [{"metadata": {"check": "a.b.c", "nonce": "wrong", "outcome": "{\\"status\\": \\"passed\\"}"}}]}',
        b'{"tests": [{"metadata": {"check": "x.y.z", "nonce": "right", "outcome": "{\\"status\\": \\"passed\\"}"}}]}',
    ],
)
def test_a_mangled_raw_report_is_an_error_and_never_marks(raw: bytes) -> None:
    """What is not of the right shape, of this run, or about this check, counts for nothing."""
    job = Job(
        place="",
        course=load_course(MINI_COURSE / "exercises"),
        staged="",
        scratch="",
        checks=("a.b.c",),
        isolation="plain",
        seed=1,
        nonce="right",
    )
    outcomes = outcomes_of(Report(raw=raw, said=""), job)
    assert {name: outcome.status for name, outcome in outcomes.items()} == {"a.b.c": Status.ERROR}


def test_a_finding_of_this_run_counts() -> None:
    """The counterpart: with the right nonce, name and shape, it is taken."""
    job = Job(
        place="",
        course=load_course(MINI_COURSE / "exercises"),
        staged="",
        scratch="",
        checks=("a.b.c",),
        isolation="plain",
        seed=1,
        nonce="right",
    )
    outcome = msgspec.json.encode(Outcome(status=Status.PASSED)).decode()
    raw = json.dumps({"tests": [{"metadata": {"check": "a.b.c", "nonce": "right", "outcome": outcome}}]})
    assert outcomes_of(Report(raw=raw.encode(), said=""), job)["a.b.c"].status is Status.PASSED


def test_checks_that_cannot_be_imported_are_the_graders_fault(tmp_path: Path) -> None:
    """A check module that cannot be imported is told in one line."""
    course = with_check(tmp_path / "course", "import no_such_module")
    with pytest.raises(GraderBroken, match=r"lesson\.checks\.sample\S* cannot be read: ModuleNotFoundError"):
        mini(course)
