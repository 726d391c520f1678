"""What students may see of hidden checks: whatever the report, nothing but what the catalogue allows."""

import io
import json
import os
import shutil
from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET
from rich.console import Console

from grader.catalog import load_course
from grader.course import HiddenChecks
from grader.events import Event
from grader.failures import BadCall
from grader.kit.collection import load
from grader.model import Score, Status, Visibility
from grader.report.audience import as_student_sees
from grader.report.formats import FORMATS, render
from grader.report.marked import Marked
from grader.report.terminal import show
from grader.text import say
from tests.paths import EXERCISES, ROOT, SOLUTIONS, run
from tests.scores import SAMPLES, score
from tests.test_formats import RUNNER

SETTINGS: tuple[HiddenChecks, ...] = ("points", "titles", "feedback")
# What a hidden check has to say, by the first setting that lets students read it; None: they never do.
SECRETS = {
    "goes_on": "titles",
    "secret sentence": "titles",
    "secret finding": "feedback",
    "secret hint": "feedback",
    "secret message": None,
    "secret_misconception": None,
    "secret event": None,
}


def with_secrets(statuses: str) -> Score:
    """Return a score whose hidden checks have something to say that is said nowhere else."""
    made = score(statuses)

    def told(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(told, value))
        if hasattr(value, "programs"):
            return msgspec.structs.replace(value, programs=told(value.programs))  # type: ignore[type-var]
        if hasattr(value, "checks"):
            return msgspec.structs.replace(value, checks=told(value.checks))  # type: ignore[type-var]
        if getattr(value, "visibility", None) is not Visibility.HIDDEN:
            return value
        return msgspec.structs.replace(
            value,  # type: ignore[type-var]
            title="The secret sentence.",
            message="The secret message.",
            message_text=say("The secret {what}.", what="secret message"),
            diagnosis="The secret finding.",
            diagnosis_text=say("The secret {what}.", what="secret finding"),
            line=1,
            hint="The secret hint?",
            hint_text=say("The secret {what}?", what="secret hint"),
            cause="tcp_v1.server.secret event",
            misconception="secret_misconception",
            transcript=(Event(0.0, "server.py", "secret event"),),
        )

    return msgspec.structs.replace(made, exercises=told(made.exercises))


def seen_with(full: Score, setting: HiddenChecks) -> Score:
    """Return what students of a course with this setting see of a score."""
    return as_student_sees(msgspec.structs.replace(full, hidden_checks=setting))


def on_the_terminal(shown: Score) -> str:
    """Return what stands on the terminal, in full."""
    console = Console(file=io.StringIO(), width=300)
    show(shown, console, verbose=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("form", [*FORMATS, "terminal"])
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("statuses", ["ppfppfppf", "fffffffff", "ppeppeppe", "nnnnnnnnn"])
def test_no_report_for_students_holds_more_than_the_setting_allows(
    form: str, setting: HiddenChecks, statuses: str
) -> None:
    """Names and titles only with titles, diagnosis and hint only with feedback, message and transcript never."""
    seen = seen_with(with_secrets(statuses), setting)
    sources = {"tcp_v1/server.py": "pass\n"}
    marked = Marked(seen, "student", sources=sources, environment=RUNNER)
    report = on_the_terminal(seen) if form == "terminal" else render(form, marked).decode()
    for secret, allowed in SECRETS.items():
        if allowed is None or SETTINGS.index(allowed) > SETTINGS.index(setting):
            assert secret not in report.replace("&#95;", "_"), secret


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("form", [*FORMATS, "terminal"])
def test_how_long_a_hidden_check_took_is_told_to_no_student(form: str, setting: HiddenChecks) -> None:
    """Two gradings that differ by that alone give the same report; the instructor's differ."""
    quick, slow = (_with_hidden_seconds(seconds) for seconds in (0.25, 98.75))
    reports = [_for_students(form, seen_with(score, setting)) for score in (quick, slow)]
    assert reports[0] == reports[1]
    if form == "json":
        assert render(form, Marked(quick)) != render(form, Marked(slow))


def _with_hidden_seconds(seconds: float) -> Score:
    made = score("ppfppfppf")
    exercises = []
    for exercise in made.exercises:
        programs = [
            msgspec.structs.replace(
                program,
                checks=tuple(
                    msgspec.structs.replace(check, seconds=seconds) if check.visibility is Visibility.HIDDEN else check
                    for check in program.checks
                ),
            )
            for program in exercise.programs
        ]
        exercises.append(msgspec.structs.replace(exercise, programs=tuple(programs)))
    return msgspec.structs.replace(made, exercises=tuple(exercises))


def _for_students(form: str, seen: Score) -> str:
    if form == "terminal":
        return on_the_terminal(seen)
    return render(form, Marked(seen, "student", environment=RUNNER)).decode()


@pytest.mark.parametrize("form", ["html", "gradescope", "exercism", "prairielearn", "terminal"])
def test_feedback_is_told_where_the_setting_allows_it(form: str) -> None:
    """The counterpart: with feedback, a failed hidden check has its title, its diagnosis and its hint."""
    seen = seen_with(with_secrets("ppfppfppf"), "feedback")
    marked = Marked(seen, "student")
    report = on_the_terminal(seen) if form == "terminal" else render(form, marked).decode()
    for secret in ("secret sentence", "secret finding", "secret hint"):
        assert secret in report


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_point_stays(name: str, setting: HiddenChecks) -> None:
    """The students' report has the same score, of programs, of exercises, and check by check."""
    full = SAMPLES[name]
    seen = seen_with(full, setting)
    assert (seen.score, seen.max_score, seen.complete) == (full.score, full.max_score, full.complete)
    for exercise, same in zip(full.exercises, seen.exercises, strict=True):
        for program, shown in zip(exercise.programs, same.programs, strict=True):
            assert sum(check.points for check in shown.checks) == program.score
            assert sum(check.max_points for check in shown.checks) == program.max_score


def test_with_points_the_hidden_checks_of_a_program_are_one_line() -> None:
    """It says how many they are, and their points."""
    checks = seen_with(with_secrets("ppfpppnnn"), "points").exercises[0].programs[0].checks
    assert [check.visibility for check in checks] == [Visibility.SAMPLE, Visibility.SAMPLE, Visibility.HIDDEN]
    assert (checks[2].title, checks[2].status, checks[2].max_points) == ("1 hidden check", Status.FAILED, 5)


def test_a_sample_check_does_not_name_the_hidden_one_that_it_depends_on() -> None:
    """What was not run because of a hidden check says that, and no name."""
    full = score("pnfppfnnn", message="Not run, because goes_on failed.", cause="tcp_v1.server.goes_on")
    sample = seen_with(full, "points").exercises[0].programs[0].checks[1]
    assert sample.message == "Not run, because a hidden check failed."
    assert seen_with(full, "titles").exercises[0].programs[0].checks[1].message == "Not run, because goes_on failed."


def test_a_score_that_does_not_say_the_cause_names_no_check() -> None:
    """In a score of an older grader the cause stands in words alone, which nobody reads."""
    full = score("pnfppfnnn", message="Not run, because goes_on failed.", cause=UNSET)
    sample = seen_with(full, "points").exercises[0].programs[0].checks[1]
    assert sample.message == "Not run, because another check failed."


def test_the_students_edition_of_a_students_edition_is_the_same() -> None:
    """It cannot be made of it again: of the hidden checks one line is left."""
    once = seen_with(with_secrets("ppfpppnnn"), "points")
    assert once.audience == "student"
    assert seen_with(once, "points") == once


def test_that_a_program_was_not_handed_in_is_still_said_once() -> None:
    """What holds for the whole program tells nothing of a check."""
    missing = score("ppppppnnn", message="udp/server.py was not handed in.")
    graded = score("ppppppnnn").exercises
    full = msgspec.structs.replace(missing, exercises=(*graded[:-1], missing.exercises[-1]))
    for setting in SETTINGS:
        assert on_the_terminal(seen_with(full, setting)).count("was not handed in.") == 1


def test_on_gradescope_the_students_report_is_visible() -> None:
    """It has nothing left to hide."""
    seen = seen_with(SAMPLES["mixed"], "points")
    tests = json.loads(render("gradescope", Marked(seen, "student")))["tests"]
    assert {test["visibility"] for test in tests} == {"visible"}


def test_nothing_that_a_real_grading_prints_or_writes_for_students_names_a_hidden_check(tmp_path: Path) -> None:
    """All formats, the folder of the report and the terminal; the traces of a grading for instructors are removed."""
    words = ("grade", EXERCISES, "--only", "tcp_v1", "--reports", tmp_path / "reports", "--verbose")
    assert run(*words).returncode == 1
    assert (tmp_path / "reports" / "raw.json").exists()
    orders = [word for form in FORMATS for word in ("--report", f"{form}={tmp_path}/{form}")]
    answer = run(*words, "--audience", "student", *orders, **RUNNER)
    assert answer.returncode == 1, answer.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(path.name for path in written) == sorted([*FORMATS, "score.json"])
    said = [answer.stdout, answer.stderr, *(path.read_text() for path in written)]
    hidden = [check for check in load("grader.lesson") if check.visibility is Visibility.HIDDEN]
    for check in hidden:
        if check.exercise == "tcp_v1":
            assert not [text for text in said if check.title in text or check.name in text], check.name
            assert not [text for text in said if f" {check.function.__name__}" in text], check.name


def test_one_grading_can_write_for_both(tmp_path: Path) -> None:
    """A report that is marked as the students' holds less than the instructor's beside it."""
    orders = ("--report", f"json={tmp_path}/full", "--report", f"student:json={tmp_path}/theirs")
    run("grade", EXERCISES, "--only", "tcp_v1/client", "--reports", tmp_path, *orders)
    full, theirs = ((tmp_path / name).read_text() for name in ("full", "theirs"))
    assert '"hidden"' in full
    assert "tcp_v1.client.exits_cleanly" in full
    assert "exits_cleanly" not in theirs
    assert "2 hidden checks" in theirs


def test_the_setting_is_one_of_three(tmp_path: Path) -> None:
    """Another word in the catalogue is refused."""
    catalogue = (EXERCISES / "course.toml").read_text()
    assert 'hidden_checks = "points"' in catalogue
    (tmp_path / "course.toml").write_text(catalogue.replace('= "points"', '= "everything"'))
    with pytest.raises(BadCall, match="everything"):
        load_course(tmp_path)


FOLDERS = ("home of the teacher", "2026 net", "class (b)")


def test_students_read_the_last_part_of_the_submissions_path(tmp_path: Path) -> None:
    """In every format, on the terminal and in the folder; the instructor's editions have the whole path."""
    work = tmp_path.joinpath(*FOLDERS)
    shutil.copytree(SOLUTIONS / "tcp_v1", work / "anna4711" / "tcp_v1")
    (work / "anna4711" / "tcp_v1" / "server.py").unlink()
    (work / "anna4711" / "tcp_v1" / "server.py").symlink_to(work)
    orders = [word for form in FORMATS for word in ("--report", f"{form}={tmp_path / 'out' / form}")]
    words = ("grade", work / "anna4711", "--only", "tcp_v1", "--reports", work / "reports", *orders)
    answer = run(*words, "--audience", "student", **RUNNER)
    assert (answer.returncode, answer.stderr) == (1, "")
    written = [path.read_text() for path in (*(tmp_path / "out").iterdir(), *(work / "reports").iterdir())]
    assert len(written) == len(FORMATS) + 1
    for text in (answer.stdout, *written):
        assert not [folder for folder in FOLDERS if folder in text]
    assert sum("anna4711" in text for text in written) == 5  # score.json, json, html, markdown, junit
    assert "report: reports/score.json" in answer.stdout
    whole = run(*words, **RUNNER)
    assert str(work / "reports" / "score.json") in whole.stdout
    assert json.loads((tmp_path / "out" / "json").read_text())["submission"] == str(work / "anna4711")


@pytest.mark.parametrize("fault", ["nobody", "empty", "damaged.zip", "reports"])
def test_a_refusal_for_students_names_no_folder_of_the_instructors(tmp_path: Path, fault: str) -> None:
    """Whatever path the line is about, and however the command was called with it."""
    work = tmp_path.joinpath(*FOLDERS)
    (work / "empty").mkdir(parents=True)
    (work / "damaged.zip").write_bytes(b"PK\x03\x04")
    (work / "file").touch()
    submission, reports = (SOLUTIONS, work / "file" / "r") if fault == "reports" else (work / fault, work / "reports")
    for place in (submission, os.path.relpath(submission, ROOT)):
        answer = run("grade", place, "--audience", "student", "--reports", reports)
        assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
        assert not [folder for folder in (*FOLDERS, str(tmp_path)) if folder in answer.stderr]
        assert {"reports": "file"}.get(fault, fault) in answer.stderr


def test_an_error_of_the_machines_does_not_tell_students_where_it_was() -> None:
    """Its message may quote whatever failed, wherever that lies."""
    message = "The examining process reported nothing of it: /opt/course/grader/x.py: '/home/t/class/anna': gone"
    marked = score("epppppppp", submission="/home/t/class/anna", message=message)
    told = seen_with(marked, "feedback").exercises[0].programs[0].checks[0].message
    assert told == "The examining process reported nothing of it: x.py: 'anna': gone"
    for path, last in (("a/b", "b"), ("b", "b"), ("/a/b/", "b"), (".", "."), ("..", ".."), ("/", "/")):
        assert seen_with(score("p" * 9, submission=path), "points").submission == last
