"""The process boundary: what the examining processes are given, and how their reports become one."""

import json
from pathlib import Path

import msgspec
import pytest

from grader import examination
from grader.course import Course
from grader.examination import Report, outcomes_of
from grader.model import Job, Outcome, Status
from grader.text import Text


def raw_report(folder: Path, name: str, summary: dict[str, int], exitcode: int, duration: float) -> Path:
    """Write what pytest-json-report writes of one test."""
    path = folder / f"{name}.json"
    test = {"nodeid": name, "metadata": {"nonce": "ours", "check": name, "outcome": _outcome(name)}}
    written = {"tests": [test], "summary": summary, "duration": duration, "exitcode": exitcode}
    path.write_text(json.dumps(written))
    return path


def _outcome(name: str) -> str:
    return msgspec.json.encode(Outcome(status=Status.PASSED, message=Text(name))).decode()


def test_the_reports_of_two_shares_become_one(tmp_path: Path) -> None:
    """All tests are kept, counts are added up, the longer duration and the worse exit status stand for both."""
    first = raw_report(tmp_path, "one", {"passed": 2, "failed": 1, "total": 3}, exitcode=1, duration=1.5)
    second = raw_report(tmp_path, "two", {"passed": 3, "total": 3}, exitcode=0, duration=2.5)
    for paths in ([first, second], [second, first]):
        merged = json.loads(examination._merged(paths))  # noqa: SLF001 - what it takes in is another program's
        assert sorted(test["nodeid"] for test in merged["tests"]) == ["one", "two"]
        assert merged["summary"] == {"passed": 5, "failed": 1, "total": 6}
        assert (merged["duration"], merged["exitcode"]) == (2.5, 1)


@pytest.mark.parametrize("mangled", ["", "{}", "[]", '{"tests": [], "summary": 3}', '{"tests": []}'])
def test_a_report_that_is_missing_or_mangled_has_nothing_to_say(tmp_path: Path, mangled: str) -> None:
    """The other share's report stays as it is, whichever comes first."""
    whole = raw_report(tmp_path, "one", {"passed": 1}, exitcode=0, duration=1.0)
    broken = tmp_path / "broken.json"
    broken.write_text(mangled)
    for paths in ([whole, broken], [broken, whole], [tmp_path / "nowhere", whole]):
        assert json.loads(examination._merged(paths)) == json.loads(whole.read_text())  # noqa: SLF001


def test_a_check_that_no_report_tells_of_is_an_error(tmp_path: Path, job: Job) -> None:
    """What is missing, and what carries another nonce, is neither passed nor failed; the log's last line says why."""
    raw = raw_report(tmp_path, "a.server.one", {"passed": 1}, exitcode=0, duration=1.0).read_bytes()
    found = outcomes_of(Report(raw, "first\nlast words\n\n"), job)
    assert found["a.server.one"].status is Status.PASSED
    assert found["a.server.two"].status is Status.ERROR
    assert str(found["a.server.two"].message).endswith(": last words")
    strangers = outcomes_of(Report(raw.replace(b'"ours"', b'"theirs"'), ""), job)
    assert [outcome.status for outcome in strangers.values()] == [Status.ERROR] * 2
    assert outcomes_of(Report(b"no JSON", ""), job).keys() == found.keys()


@pytest.fixture
def job(course: Course) -> Job:
    """Return one that asks for two checks."""
    checks = ("a.server.one", "a.server.two")
    return Job("", course, "", "", checks, isolation="plain", seed=1, nonce="ours")


@pytest.mark.parametrize(
    "name",
    ["PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS", "GRADER_KEY", "AWS_SECRET"],
)
def test_no_variable_of_the_callers_changes_an_examination(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Options for pytest or Python and secrets do not reach the examining processes; plugins are never loaded."""
    monkeypatch.setenv(name, "x")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    given = examination._environment()  # noqa: SLF001
    assert name not in given
    assert given["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] == "1"
    assert given["LC_ALL"] == "C.UTF-8"
