"""`python -m grader report`: any report from a stored score, without running anything."""

import json
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import msgspec
import pytest

from grader.course import HiddenChecks
from grader.report.formats import FORMATS
from grader.report.score_json import KNOWN_SCHEMAS, indented
from grader.report.signature import KEY_VARIABLE, signed
from grader.report.stored import harmless
from tests.paths import EXERCISES, ROOT, run
from tests.scores import SAMPLES, score
from tests.test_formats import RUNNER

WHO = ("", "student:")
PRINTABLE = harmless(SAMPLES["mixed"])  # as every score of a grading is
OLDER = ROOT / "tests" / "schemas" / "score_v1.json"  # of tests/submissions/tcp_v1_server/rejected/accept_twice.py
KEY = "a-key-that-is-long-enough-to-be-one"


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Return the file of a score."""
    file = tmp_path / "score.json"
    file.write_bytes(indented(PRINTABLE))
    return file


def test_every_report_is_the_one_that_the_grading_wrote(tmp_path: Path) -> None:
    """For both audiences, in every format, byte for byte: no diagnosis of a stub names a line, so no text is listed."""
    orders = {f"{who}{form}": tmp_path / f"{who.strip(':')}{form}" for form in FORMATS for who in WHO}
    words = ("grade", EXERCISES, "--only", "tcp_v1", "--reports", tmp_path)
    graded = run(*words, *(f"--report={order}={file}" for order, file in orders.items()), **RUNNER)
    assert graded.returncode == 1, graded.stderr
    before = {order: file.read_text() for order, file in orders.items()}
    again = [f"--report={order}={file}" for order, file in orders.items()]
    answer = run("report", tmp_path / "score.json", *again, **RUNNER)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    for order, file in orders.items():
        assert file.read_text() == before[order], order
    shown = run("report", tmp_path / "score.json").stdout
    assert shown == graded.stdout.partition("\n")[2]


def test_one_report_may_be_printed(stored: Path) -> None:
    """Then nothing else is; the score itself comes out as it went in."""
    answer = run("report", stored, "--report", "json=-")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.encode() == stored.read_bytes()
    twice = run("report", stored, "--report", "json=-", "--report", "html=-")
    assert (twice.returncode, twice.stdout, twice.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file"),
        (b"", "no score"),
        (b"{}", "no score"),
        (b"\xff", "no score"),
        (b'{"schema": 1, "schema": 1}', "there twice"),
        (indented(msgspec.structs.replace(SAMPLES["mixed"], schema="https://example.org/score/v99")), "v99"),
    ],
    ids=["none", "nothing", "an object", "no text", "a name twice", "a later schema"],
)
def test_what_is_no_score_is_one_line(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    """Exit status 2, and no report is written."""
    file, page = tmp_path / "score.json", tmp_path / "page.html"
    if content is not None:
        file.write_bytes(content)
    answer = run("report", file, "--report", f"html={page}")
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert complaint in answer.stderr
    assert not page.exists()


def test_no_report_takes_the_place_of_the_score(stored: Path) -> None:
    """Nor of another report."""
    before = stored.read_bytes()
    for orders in ((f"html={stored}",), (f"html={stored}.x", f"junit={stored}.x")):
        answer = run("report", stored, *(f"--report={order}" for order in orders))
        assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
        assert stored.read_bytes() == before


def test_students_see_no_more_of_a_stored_score(tmp_path: Path) -> None:
    """Of a score of an older grader, which does not say what its course allows, the least."""
    for schema in KNOWN_SCHEMAS:
        older = score("pnfpnfpnf", message="goes_on is hidden", message_text=msgspec.UNSET, cause=msgspec.UNSET)
        older = msgspec.structs.replace(older, hidden_checks=msgspec.UNSET, course_title=msgspec.UNSET)
        (tmp_path / "score.json").write_bytes(indented(msgspec.structs.replace(older, schema=schema)))
        answer = run("report", tmp_path / "score.json", "--audience", "student", "--report", "json=-", "--verbose")
        assert answer.returncode == 0, answer.stderr
        assert "3 hidden checks" not in answer.stdout
        assert not [check["name"] for check in _checks(answer.stdout) if check["name"].endswith("goes_on")]
        assert {check["message"] for check in _checks(answer.stdout) if check["status"] == "not_run"} == {
            "Not run, because another check failed."
        }


@pytest.mark.parametrize("setting", get_args(HiddenChecks))
def test_students_see_what_the_course_of_the_score_allows(tmp_path: Path, setting: HiddenChecks) -> None:
    """Whatever this repository's catalogue says; and the score still says what that was, and whose course it is."""
    file = tmp_path / "score.json"
    file.write_bytes(indented(msgspec.structs.replace(PRINTABLE, hidden_checks=setting, course_title="Tides")))
    answer = run("report", file, "--audience", "student", "--report", "json=-")
    said = json.loads(answer.stdout)
    assert (said["hidden_checks"], said["course_title"]) == (setting, "Tides")
    assert any(check["name"].endswith("goes_on") for check in _checks(answer.stdout)) == (setting != "points")


def test_a_report_that_cannot_be_made_costs_no_other_one(tmp_path: Path, stored: Path) -> None:
    """Nor is one complaint lost for another."""
    orders = (f"classroom50={tmp_path}/result.json", "classroom50=-", f"junit={tmp_path}/junit.xml")
    answer = run("report", stored, *(f"--report={order}" for order in orders), CLASSROOM="")
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert answer.stderr.count("needs what its runner exports") == 2
    assert (tmp_path / "junit.xml").exists()


def test_a_refusal_for_students_names_no_folder_of_the_instructors(tmp_path: Path) -> None:
    """As when it is graded."""
    answer = run("report", tmp_path / "nowhere" / "score.json", "--audience", "student")
    assert (answer.returncode, answer.stdout, answer.stderr) == (
        2,
        "",
        "error: score.json: No such file or directory\n",
    )


def test_a_score_that_anybody_wrote_is_shown_and_obeyed_by_nobody(tmp_path: Path) -> None:
    """In every format and on the terminal, whatever stands in whichever string; and within bounds."""
    fixed = {"schema", "status", "visibility", "observation", "audience", "hidden_checks"}

    def attacked(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: attacked(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [attacked(item, name) for item in value] * (300 if name == "transcript" else 1)
        return f"\x1b[2J\u202e\x00\r{value}" if isinstance(value, str) and name not in fixed else value

    file = tmp_path / "score.json"
    file.write_bytes(indented(attacked(msgspec.to_builtins(score("pfnepfnep", submission="/" * 60_000)))))
    orders = [f"--report={who}{form}={tmp_path / 'out' / (who.strip(':') + form)}" for form in FORMATS for who in WHO]
    for words in ((), ("--audience", "student"), orders):
        answer = run("report", file, *words, **RUNNER)
        assert answer.returncode == 0, answer.stderr
        texts = [answer.stdout, *(path.read_text() for path in tmp_path.glob("out/*"))]
        assert not [letter for letter in "\x1b\u202e\x00\r" if any(letter in text for text in texts)]
    ET.fromstring((tmp_path / "out" / "junit").read_text())  # noqa: S314 - we wrote it ourselves


def test_what_differs_from_the_signed_score_is_not_signed(tmp_path: Path) -> None:
    """The instructor's edition stays valid; an edition for students is another document."""
    file = tmp_path / "score.json"
    file.write_bytes(indented(signed(PRINTABLE, KEY.encode())))
    for order, verdict in (("json", "valid"), ("student:json", "unsigned")):
        assert run("report", file, "--report", f"{order}={tmp_path / 'again.json'}").returncode == 0
        answer = run("verify", tmp_path / "again.json", **{KEY_VARIABLE: KEY})
        assert answer.stdout.partition("\n")[0] == verdict


def test_a_fact_beside_a_sentence_is_signed_too(tmp_path: Path) -> None:
    """A template, a value, the kind of an event, the cause of a check that was not run."""
    file = tmp_path / "score.json"
    text = indented(signed(PRINTABLE, KEY.encode())).decode()
    for fact in ('"template": "The message', '"name": "answers"', '"kind": "sends"', '"cause": "tcp_v1.'):
        assert fact in text
        file.write_text(text.replace(fact, f"{fact[:-1]}X{fact[-1]}", 1))
        assert run("verify", file, **{KEY_VARIABLE: KEY}).stdout == "altered\n", fact


def test_a_score_of_an_older_grader_is_still_read(tmp_path: Path) -> None:
    """One that was written and signed before there were facts in it: valid, shown, and the same when it comes out."""
    answer = run("verify", OLDER, **{KEY_VARIABLE: KEY})
    assert answer.stdout.startswith("valid\nstudent: anna\n"), answer
    shown = run("report", OLDER, "--verbose")
    assert shown.returncode == 0
    assert "Client 1 was accepted and never answered" in shown.stdout
    assert run("report", OLDER, "--report", "json=-").stdout == OLDER.read_text()
    (tmp_path / "altered.json").write_text(OLDER.read_text().replace('"student": "anna"', '"student": "bob"'))
    assert run("verify", tmp_path / "altered.json", **{KEY_VARIABLE: KEY}).stdout == "altered\n"


def _checks(text: str) -> list[dict[str, str]]:
    score = json.loads(text)
    return [check for each in score["exercises"] for program in each["programs"] for check in program["checks"]]
