"""Every format of a report: of its platform's shape for every kind of score, and harmless whatever a student wrote."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import xmlschema

from grader.events import Act, Event
from grader.failures import BadCall, Want
from grader.files import write
from grader.model import Score
from grader.report.formats import FORMATS, order, render
from grader.report.marked import Marked
from grader.report.score_json import SCHEMA_FILE
from tests.paths import EXERCISES, SOLUTIONS, run
from tests.scores import SAMPLES, score

SCHEMAS = Path(__file__).parent / "schemas"
RUNNER = {
    "CLASSROOM": "net",
    "ASSIGNMENT": "echo",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "alice",
    "SUBMISSION_TAG": "submit/2026-01-31T23-59-59Z-abcdef0",
    "COMMIT_URL": "https://git.example/commit/abcdef0",
    "RELEASE_URL": "https://git.example/release",
    "REVIEW_URL": "https://git.example/compare",
}
JSON_FORMATS = {
    "json": SCHEMA_FILE,
    **{name: SCHEMAS / f"{name}.schema.json" for name in FORMATS if (SCHEMAS / f"{name}.schema.json").exists()},
}


def marked(name: str) -> Marked:
    """Return a sample, with all that stands around a score."""
    return Marked(SAMPLES[name], environment=RUNNER)


@pytest.mark.parametrize("form", ["markdown", "html", "gradescope"])
def test_a_students_report_says_which_handout_it_comes_from_and_what_it_leaves_open(form: str) -> None:
    """Every format for people names the handout, and how many points are decided elsewhere."""
    partial = msgspec.structs.replace(SAMPLES["mixed"], handout=f"2026.1 sha256:{'ab' * 32}", hidden_points=1)
    told = render(form, Marked(partial, environment=RUNNER)).decode()
    assert "abababababab" in told
    assert "1 more point is decided by hidden checks" in told


def read(form: str, name: str) -> Any:  # noqa: ANN401 - a platform's JSON, of whatever shape
    """Return a sample in a JSON format."""
    return json.loads(render(form, marked(name)))


def read_score(form: str, given: Score) -> Any:  # noqa: ANN401 - a platform's JSON, of whatever shape
    """Return a score in a JSON format."""
    return json.loads(render(form, Marked(given, environment=RUNNER)))


def valid(form: str, report: bytes) -> None:
    """Hold a report to the schema of its format; the formats that are for people have none."""
    if form in JSON_FORMATS:
        schema = json.loads(JSON_FORMATS[form].read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(json.loads(report))
    elif form == "junit":
        xmlschema.XMLSchema(SCHEMAS / "junit.xsd").validate(report.decode())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_kind_of_score_has_the_shape_of_every_format(form: str, name: str) -> None:
    """Solutions, stubs, a mixture, an error, an attack: each validates against the format's schema."""
    valid(form, render(form, marked(name)))


def test_every_format_for_machines_has_a_schema() -> None:
    """Only what is written for people goes without."""
    assert set(FORMATS) - set(JSON_FORMATS) - {"junit"} <= {"markdown", "html"}


@pytest.mark.parametrize(
    ("form", "change"),
    [
        ("gradescope", {"score": "27"}),
        ("gradescope", {"grade": 1}),
        ("classroom50", {"score": 1.5}),
        ("classroom50", {"more": 1}),
        ("exercism", {"status": "error"}),
        ("exercism", {"version": 2}),
        ("prairielearn", {"score": 27}),
        ("prairielearn", {"gradable": False}),
        ("github", {"tests": [{}]}),
    ],
)
def test_a_schema_refuses_what_is_of_another_shape(form: str, change: dict[str, object]) -> None:
    """The test of the schemas can fail."""
    with pytest.raises(jsonschema.ValidationError):
        valid(form, json.dumps(read(form, "solutions") | change).encode())


@pytest.mark.parametrize(("old", "new"), [("errors=", "mistakes="), ("<failure", "<fault"), ('time="', 'time="x')])
def test_the_schema_of_junit_refuses_what_is_of_another_shape(old: str, new: str) -> None:
    """The test of the XML schema can fail."""
    report = render("junit", marked("mixed")).decode().replace(old, new).replace("</failure", f"</{new[1:]}")
    with pytest.raises((xmlschema.XMLSchemaException, SyntaxError)):
        valid("junit", report.encode())


@pytest.mark.parametrize(
    "form", sorted({*FORMATS} - {"json"})
)  # that is the score as it is; grading makes it printable
@pytest.mark.parametrize("name", SAMPLES)
def test_no_format_lets_a_control_character_through(form: str, name: str) -> None:
    """No report holds a control character but the newline, nor one that changes the direction of writing."""
    report = render(form, marked(name)).decode()
    texts = [report] if form not in JSON_FORMATS else [report, *_strings(json.loads(report))]
    for text in texts:
        assert not [letter for letter in text.replace("\n", "") if not letter.isprintable()], form


def _strings(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("form", ["gradescope", "classroom50", "github"])
@pytest.mark.parametrize("name", SAMPLES)
def test_points_are_whole_numbers_and_add_up(form: str, name: str) -> None:
    """What a platform adds up is the score."""
    tests = read(form, name)["tests"]
    assert sum(test["score"] for test in tests) == SAMPLES[name].score
    assert all(isinstance(test["score"], int) for test in tests)


def test_exercism_gets_at_most_500_characters_of_output() -> None:
    """What a program printed is cut to what the interface allows, and the cut is told; what fits is whole."""
    for length, is_cut in ((499, False), (500, False), (501, True), (5000, True)):
        printed = score("fffffffff", transcript=(Event(0.0, "server.py", "shows", "x" * length, to="screen"),))
        for test in read_score("exercism", printed)["tests"]:
            assert len(test["output"]) == min(length, 500)
            assert test["output"].endswith("Please limit to 500 chars") is is_cut


def test_what_could_not_be_judged_is_an_error_for_github() -> None:
    """A check that is an error is none that failed, and makes the whole an error, however many points there are."""
    for statuses, whole in (
        ("ppppppppp", "pass"),
        ("ppppppppf", "fail"),
        ("ppppppppe", "error"),
        ("epppppppf", "error"),
    ):
        report = read_score("github", score(statuses))
        assert report["status"] == whole
        assert [test["status"][0] for test in report["tests"]] == list(statuses)


def test_gradescope_shows_no_hidden_check_to_students() -> None:
    """Each hidden check is a hidden test; the total is said apart, since hidden tests would not count for students."""
    report = read("gradescope", "mixed")
    assert [test["visibility"] for test in report["tests"]] == ["visible", "visible", "hidden"] * 3
    assert report["score"] == SAMPLES["mixed"].score
    assert report["execution_time"] == 1.25


def test_exercism_knows_an_error_only_where_nothing_could_be_judged() -> None:
    """The status error needs that every test is one, and has a message."""
    assert read("exercism", "error")["status"] == "fail"
    nothing = Marked(score("eeeeeeeee"))
    report = json.loads(render("exercism", nothing))
    assert (report["status"], report["message"]) == (
        "error",
        "server.py starts\nWhat happened: the machine is on fire",
    )
    assert [test["task_id"] for test in report["tests"]] == [1] * 6 + [2] * 3


def test_an_incomplete_grading_costs_no_attempt_on_prairielearn() -> None:
    """It is not gradable and has no score; a complete one has a share of the points."""
    assert "score" not in read("prairielearn", "error")
    assert read("prairielearn", "mixed")["score"] == pytest.approx(SAMPLES["mixed"].score / 27)


def test_prairielearn_gets_no_more_than_it_takes() -> None:
    """Results that would grow beyond a megabyte lose their transcripts and say so; every test stays."""
    long = score("fffffffff", transcript=SAMPLES["hostile"].exercises[0].programs[0].checks[0].transcript * 500)
    report = render("prairielearn", Marked(long))
    assert len(report) < 1_000_000
    assert len(json.loads(report)["tests"]) == 9
    assert "left out" in json.loads(report)["output"]


def test_classroom50_needs_the_runners_words() -> None:
    """Without the variables of the runner there is no result, and they are named."""
    lacking = {name: value for name, value in RUNNER.items() if name not in {"OWNER", "REVIEW_URL"}}
    with pytest.raises(BadCall, match=r"lacks OWNER$"):
        render("classroom50", Marked(SAMPLES["mixed"], environment=lacking))
    report = json.loads(render("classroom50", Marked(SAMPLES["mixed"], environment={**lacking, "USERNAME": "bob"})))
    assert (report["owner"], report["review"]) == ("bob", RUNNER["COMMIT_URL"])


def test_junit_counts_what_its_cases_say() -> None:
    """Failures, errors and skipped cases are counted, and each has its element."""
    report = render("junit", marked("error")).decode()
    assert (report.count("<failure"), report.count("<error "), report.count("<skipped")) == (1, 1, 0)
    assert 'errors="1" failures="0"' in report


@pytest.mark.parametrize("words", ["html5=x", "junit", "junit=", "=x", "", "parent:html=x", "student:=x"])
def test_an_order_that_makes_no_sense_is_a_bad_call(words: str) -> None:
    """The formats that there are, are named."""
    with pytest.raises(BadCall, match="write FORMAT=FILE or student:FORMAT=FILE, where FORMAT is one of json"):
        order(words, "instructor")


@pytest.mark.parametrize("submission", [SOLUTIONS, EXERCISES])
def test_a_real_grading_writes_every_format(tmp_path: Path, submission: Path) -> None:
    """One call writes them all, each valid, and into folders that were not there."""
    orders = [word for form in FORMATS for word in ("--report", f"{form}={tmp_path}/new/{form}")]
    answer = run("grade", submission, "--only", "tcp_v1", "--reports", tmp_path, *orders, **RUNNER)
    assert answer.returncode in {0, 1}, answer.stderr
    for form in FORMATS:
        valid(form, (tmp_path / "new" / form).read_bytes())
    assert (tmp_path / "new" / "json").read_bytes() == (tmp_path / "score.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [("pdf=x", "'pdf=x' orders no report"), ("junit=Makefile/x", "cannot be written"), ("junit=tests", "cannot be")],
)
def test_a_report_that_cannot_be_written_is_one_clear_line(tmp_path: Path, words: str, complaint: str) -> None:
    """A bad format or file ends with status 2."""
    answer = run("grade", SOLUTIONS, "--only", "tcp_v1/client", "--reports", tmp_path, "--report", words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert complaint in answer.stderr


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_a_report_takes_the_place_of_files_only(tmp_path: Path, kind: str) -> None:
    """A link (/dev/stdout is one), a folder and a pipe stay what they are."""
    place = tmp_path / "place"
    match kind:
        case "link":
            place.symlink_to(tmp_path / "somewhere")
        case "folder":
            place.mkdir()
        case _:
            os.mkfifo(place)
    before = place.lstat()
    with pytest.raises(BadCall, match="not a regular file"):
        write(place, b"report")
    assert place.lstat() == before


def test_a_workflow_log_is_told_to_obey_nothing_that_a_program_says(tmp_path: Path) -> None:
    """On GitHub, commands are stopped before the first word of a report and allowed after the last by a random word."""
    words = ("grade", EXERCISES, "--only", "tcp_v1/client", "--reports", tmp_path)
    first, second = (run(*words, GITHUB_ACTIONS="true").stdout.splitlines() for _ in range(2))
    assert first[0].startswith("::stop-commands::")
    allowed = first.index(f"::{first[0].rpartition(':')[2]}::")
    assert any(line.startswith("Score: ") for line in first[:allowed])
    assert first[0] != second[0]
    assert "::" not in run(*words).stdout


def test_exercism_gets_what_was_printed_and_not_what_was_wanted() -> None:
    """The last event of a failed check may name what was to be printed."""
    story = (
        Event(0.1, "server.py", "prints", "'one'", to="screen", kind=Act.SHOWS),
        Event(0.2, "server.py", "does not print", "'two'", to="screen", kind=Want.SCREEN, wrong=True),
    )
    tests = json.loads(render("exercism", Marked(score("fffffffff", transcript=story))))["tests"]
    assert {test["output"] for test in tests} == {"'one'"}
