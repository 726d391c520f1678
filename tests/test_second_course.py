"""A course elsewhere, with another service on another port: the same commands grade it and hand it out."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.catalog import ROOT, chosen, load_course
from grader.grade import Request, grader_hash
from grader.handout.students import students_repository
from tests.paths import MINI_COURSE, WORKSHOP, environment, run

FINDS_OUT = 1  # the exit status: marks are lost, by checks that are meant to fail
PASSES = ["The server answers.", "The server answers again."]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a copy of the miniature course, of which the checks that fail on purpose have been taken out."""
    copied = tmp_path / "course"
    shutil.copytree(MINI_COURSE, copied, ignore=shutil.ignore_patterns("__pycache__"))
    module = copied / "lesson" / "checks" / "sample" / "check_hello_server.py"
    parts = module.read_text(encoding="utf-8").split("\n\n\n")
    module.write_text("\n\n\n".join(parts[:2]) + "\n", encoding="utf-8")
    return copied


def passed(score: dict[str, object]) -> list[str]:
    """Return the sentences of the checks that were passed."""
    exercises: list[dict[str, list[dict[str, list[dict[str, str]]]]]] = score["exercises"]  # type: ignore[assignment]
    checks = [check for each in exercises for program in each["programs"] for check in program["checks"]]
    return [check["title"] for check in checks if check["status"] == "passed"]


def test_its_programs_are_graded_by_its_own_checks(course: Path, tmp_path: Path) -> None:
    """--course takes the catalogue, the checks and the service from there; stubs get nothing."""
    words = ("--course", course, "--reports", tmp_path / "reports", "--json")
    full = run("grade", course / "solutions", *words)
    assert (full.returncode, full.stderr) == (0, "")
    assert passed(json.loads(full.stdout)) == PASSES
    assert json.loads(full.stdout)["score"] == json.loads(full.stdout)["max_score"] == 513
    stubs = run("grade", *words)
    assert (stubs.returncode, json.loads(stubs.stdout)["score"]) == (1, 0)
    assert json.loads(stubs.stdout)["submission"] == str(course / "exercises")


def test_its_tables_are_generated(course: Path) -> None:
    """Generate writes into the course that it is told, and names each line with another address than the catalogue."""
    catalogue = course / "exercises" / "course.toml"
    catalogue.write_text(catalogue.read_text().replace("9090", "9191"))
    done = run("generate", "--course", course)
    assert "| `server.py` | The server answers. | 1 | sample |" in (course / "exercises/hello/README.md").read_text()
    assert "swaps_what_is_to_stay" in (course / "docs" / "misconceptions.md").read_text()
    wrong = {line.split(":")[1].strip() for line in done.stderr.splitlines()}
    readme, program = "hello/README.md", "hello/server.py"
    assert wrong == {f"exercises/{readme}", f"exercises/{program}", f"solutions/{program}"}


def test_its_students_get_it_without_what_is_hidden(course: Path, tmp_path: Path) -> None:
    """A handout has the course's lesson in the place of ours; its own grader then needs no option."""
    students = tmp_path / "students"
    assert run("handout", "--course", course, students).returncode == 0
    there = {path.relative_to(students).as_posix() for path in students.rglob("*") if path.is_file()}
    assert "lesson/checks/sample/check_hello_server.py" in there
    assert not [path for path in there if path.startswith(("grader/lesson", "solutions"))]
    assert [path for path in there if "hidden" in path] == ["lesson/checks/hidden/__init__.py"]
    shutil.copytree(course / "solutions", students / "exercises", dirs_exist_ok=True)
    command = [sys.executable, "-I", str(students / "grader" / "launch.py"), "grader", "grade", "--json"]
    graded = subprocess.run(command, cwd=students, env=environment(), capture_output=True, text=True, check=False)
    assert (graded.returncode, graded.stderr) == (0, "")
    assert passed(json.loads(graded.stdout)) == PASSES[:1]


@pytest.mark.parametrize("course", [ROOT, MINI_COURSE, WORKSHOP], ids=lambda course: course.name)
def test_a_handouts_readme_is_about_its_own_course(course: Path) -> None:
    """The README names the course's own exercises and programs, and no other; what it counts is in good English."""
    catalogue, readme = load_course(course / "exercises"), students_repository(course).files["README.md"].decode()
    named = re.findall(r"^make grade EX=(\S+)", readme, re.MULTILINE)
    assert [chosen(catalogue, (words,)) != () for words in named] == [True, True]
    programs = {file for exercise in catalogue.exercise for file in exercise.programs}
    assert set(re.findall(r"`(\w+\.py)`", readme)) == programs
    assert all(exercise.title in readme for exercise in catalogue.exercise)
    assert not re.search(r"\b1 \w+s\b|\b[02-9]\d* (?:point|program|exercise)\b|\babc\b|\bABC\b", readme)


def test_a_handout_without_hidden_checks_says_so(course: Path) -> None:
    """Where students have every check, their README speaks of no hidden ones."""
    (course / "lesson" / "checks" / "hidden" / "check_hello_server.py").unlink()
    readme = students_repository(course).files["README.md"].decode()
    assert "Your grader has all checks. They are worth 1 point." in readme
    assert "hidden" not in readme


def test_a_folder_of_a_students_called_lesson_has_no_say(tmp_path: Path) -> None:
    """In a clone of a handout, nothing of a folder ``lesson`` is imported, and the score is the same."""
    students = tmp_path / "students"
    assert run("handout", students).returncode == 0
    (students / "lesson" / "checks" / "sample").mkdir(parents=True)
    for place in ("", "checks/", "checks/sample/"):
        (students / "lesson" / place / "__init__.py").write_text(f"open({str(tmp_path / 'attacked')!r}, 'w')\n")
    shutil.copytree(ROOT / "solutions" / "tcp_v1", students / "exercises" / "tcp_v1", dirs_exist_ok=True)
    words = ("grader", "grade", "--only", "tcp_v1", "--json")
    command = [sys.executable, "-I", str(students / "grader" / "launch.py"), *words]
    graded = subprocess.run(command, cwd=students, env=environment(), capture_output=True, text=True, check=False)
    assert (graded.returncode, graded.stderr) == (0, "")
    assert not (tmp_path / "attacked").exists()


def test_a_folder_that_is_no_course_is_refused(tmp_path: Path) -> None:
    """One line names what is missing."""
    done = run("grade", "--course", tmp_path, "--reports", tmp_path / "reports")
    assert (done.returncode, done.stdout) == (2, "")
    reason = "No such file or directory; the course's catalogue must stand there"
    assert done.stderr == f"error: {tmp_path}/exercises/course.toml: {reason}\n"


@pytest.mark.parametrize(
    "changed", ["exercises/course.toml", "lesson/service.py", "lesson/checks/hidden/check_hello_server.py"]
)
def test_what_can_change_a_mark_is_in_the_graders_hash(course: Path, changed: str) -> None:
    """The hash changes with the catalogue, the service and every check, and with nothing that Python leaves behind."""
    before = grader_hash(Request(submission=course, course=course))
    (course / "lesson" / "__pycache__").mkdir()
    (course / "lesson" / "__pycache__" / "service.cpython-311.pyc").write_bytes(b"x")
    assert grader_hash(Request(submission=course, course=course)) == before
    (course / changed).write_text((course / changed).read_text() + "\n")
    assert grader_hash(Request(submission=course, course=course)) != before


def test_the_grader_hash_covers_this_repository_too() -> None:
    """Two courses on one grader have different hashes, and each of them contains the grader."""
    assert grader_hash(Request(submission=ROOT)) != grader_hash(Request(submission=ROOT, course=MINI_COURSE))


def test_the_page_about_ones_own_course_makes_one(tmp_path: Path) -> None:
    """The files on the page make a course: its solution gets full marks, its stub none, its misconception is told."""
    page = (ROOT / "docs" / "your-own-course.md").read_text(encoding="utf-8")
    files = re.findall(r"`reverse/([\w./]+)`[^`]*?\n\n```\w+\n(.*?)```\n", page, re.DOTALL)
    assert len(files) == 8
    for place, content in files:
        path = tmp_path / "reverse" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    ours = (ROOT / "exercises" / "course.toml").read_text()
    tables = re.findall(r"^(\[(?:limits|intake)\]\n.*?)(?=^\[|\Z)", ours, re.MULTILINE | re.DOTALL)
    catalogue = tmp_path / "reverse" / "exercises" / "course.toml"
    catalogue.write_text(catalogue.read_text() + "\n" + "\n".join(tables))
    for package in ("lesson", "lesson/checks", "lesson/checks/sample", "lesson/checks/hidden"):
        (tmp_path / "reverse" / package / "__init__.py").touch()
    course = ("--course", tmp_path / "reverse", "--reports", tmp_path / "reports", "--json")
    done = run("generate", "--course", tmp_path / "reverse")
    assert (done.returncode, done.stderr) == (0, "")
    full = json.loads(run("grade", tmp_path / "reverse" / "solutions", *course).stdout)
    assert (full["score"], full["max_score"], full["complete"]) == (5, 5, True)
    assert json.loads(run("grade", *course).stdout)["score"] == 0
    wrong = tmp_path / "wrong" / "echo" / "server.py"
    wrong.parent.mkdir(parents=True)
    wrong.write_text((tmp_path / "reverse/solutions/echo/server.py").read_text().replace("[::-1]", ""))
    checks = json.loads(run("grade", tmp_path / "wrong", *course).stdout)["exercises"][0]["programs"][0]["checks"]
    told = [(check["status"], check["misconception"]) for check in checks[:2]]
    assert told == [("passed", ""), ("failed", "gives_it_back")]
