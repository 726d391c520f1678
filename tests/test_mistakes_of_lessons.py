"""What a lesson's author gets wrong is told in one line, before anything runs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.cli import commands
from grader.failures import GraderBroken
from grader.kit.collection import lesson_of, load
from tests.paths import GRADER, MINI_COURSE, ROOT, environment, run

SAMPLE, HIDDEN = "checks/sample/check_hello_server.py", "checks/hidden/check_hello_server.py"
HEAD = "from grader.kit import DatagramServer, Server, Words, check, costs_this_check_alone\n"
LISTENS = '@check(points=1, hint="?")\ndef listens(server: Server) -> None:\n    """It listens."""\n\n\n'
HIDDEN_NEEDS = "from lesson.checks.sample.check_hello_server import listens\n"
EXITS = ["raise SystemExit", "import sys\nsys.exit(0)", "raise SystemExit('0')"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a copy of the miniature course with one check."""
    copied = tmp_path / "course"
    shutil.copytree(MINI_COURSE, copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "lesson" / SAMPLE).write_text(HEAD + LISTENS)
    (copied / "lesson" / HIDDEN).unlink()
    return copied


def told(course: Path, place: str, text: str) -> str:
    """Write a file of the lesson and return why the lesson cannot be loaded."""
    (course / "lesson" / place).write_text(text)
    with pytest.raises(GraderBroken) as refused:
        load(lesson_of(course))
    return str(refused.value)


@pytest.mark.parametrize("place", ["__init__.py", "service.py", "misconceptions.py", SAMPLE, "checks/__init__.py"])
@pytest.mark.parametrize("text", [*EXITS, "raise ValueError('oh')", "1 +", "import no_such_module"])
def test_a_module_that_cannot_be_imported_is_told(course: Path, place: str, text: str) -> None:
    """Whatever a module of the lesson raises while it is imported, the line names the module."""
    assert " cannot be read: " in told(course, place, text)


@pytest.mark.parametrize("command", ["grade", "generate", "handout", "gradescope", "classroom50"])
def test_a_lesson_that_exits_ends_no_command(course: Path, tmp_path: Path, command: str) -> None:
    """A lesson that calls sys.exit(0) makes no command succeed."""
    (course / "lesson" / SAMPLE).write_text("import sys\nsys.exit(0)\n")
    words = {"grade": ("--reports", tmp_path / "out"), "generate": ()}.get(command, (tmp_path / "out",))
    done = run(command, *words, "--course", course)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "lesson.checks.sample.check_hello_server cannot be read: SystemExit: 0" in done.stderr


@pytest.mark.parametrize(
    "after",
    [
        LISTENS,
        "def listens() -> None: ...\n",
        "listens = None\n",
        "del listens\n",
        "for _ in '12':\n    @check(points=1, hint='?')\n    def other(server: Server) -> None:\n        '''It.'''\n",
    ],
)
def test_a_check_whose_name_something_else_has_is_told(course: Path, after: str) -> None:
    """No check is replaced in silence, by another one or by anything else."""
    assert "so a check of this name is lost" in told(course, SAMPLE, HEAD + LISTENS + after)


def test_a_hidden_check_has_not_the_name_of_a_sample(course: Path) -> None:
    """A name is a check's identity, so sample and hidden checks of one program share none."""
    line = told(course, HIDDEN, HEAD + LISTENS)
    assert line.endswith("listens: there is a check of this name in lesson.checks.sample.check_hello_server too")


@pytest.mark.parametrize("points", ["0", "-1", "'1'", "1.0", "None", "True", "100_001"])
def test_points_are_whole_numbers_from_one_on(course: Path, points: str) -> None:
    """Points are a positive whole number."""
    text = HEAD + LISTENS.replace("points=1", f"points={points}")
    assert "listens: points must be a whole number from 1 to 100000, not " in told(course, SAMPLE, text)


@pytest.mark.parametrize("needs", ["None", "('x',)", "[listens]", "'listens'", "(listens, None)"])
@pytest.mark.parametrize("key", ["needs", "after"])
def test_what_a_check_depends_on_is_a_check(course: Path, key: str, needs: str) -> None:
    """Needs and after take checks and nothing else."""
    other = LISTENS.replace("listens", "answers").replace('"?"', f'"?", {key}={needs}')
    assert f"answers: {key} must be a check, or several in brackets" in told(course, SAMPLE, HEAD + LISTENS + other)


def test_what_a_check_depends_on_is_of_the_same_program(course: Path) -> None:
    """A check of another program is not examined together with this one."""
    (course / "lesson" / "checks" / "sample" / "check_hello_client.py").write_text(HEAD + LISTENS)
    text = HEAD + HIDDEN_NEEDS.replace("server", "client")
    text += LISTENS.replace("listens", "answers").replace('"?"', '"?", needs=listens')
    assert "needs must name checks of the same program, which hello.client.listens is not" in told(course, HIDDEN, text)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("server: 'Unknown'", "its annotations cannot be read: NameError"),
        ("server: Server | None", "the annotation of 'server' must be a class of grader.kit"),
        ("server: int", "the annotation of 'server' must be a class of grader.kit"),
        ("server", "the annotation of 'server' must be a class of grader.kit"),
        ("server: Server, words", "the annotation of 'words' must be Words"),
        ("server: Server, other: Words", "the grader has nothing for its argument 'other'; there are server, client"),
        ("server: Server, client: Server", "exactly one of the arguments server, client, program; it has server and"),
        ("words: Words", "exactly one of the arguments server, client, program; it has none"),
        ("server: Server, trial", "the grader has nothing for its argument 'trial'"),
    ],
)
def test_the_arguments_of_a_check_are_those_that_the_grader_has(course: Path, written: str, line: str) -> None:
    """A check has one program, and may have words; each is annotated with its class."""
    assert line in told(course, SAMPLE, HEAD + LISTENS.replace("server: Server", written))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('"""It listens."""', "...", "it has no docstring"),
        ('"?"', "None", "hint must be a sentence"),
        ("def", "async def", "it must be an ordinary function"),
        ('."""', '."""\n    yield', "it must be an ordinary function"),
    ],
)
def test_a_check_is_a_function_with_a_sentence(course: Path, before: str, after: str, line: str) -> None:
    """A check has a docstring and a hint, and is run as it is called."""
    assert line in told(course, SAMPLE, HEAD + LISTENS.replace(before, after))


@pytest.mark.parametrize("text", ["", "SERVICE = None\n", "from grader.engine.service import Service as SERVICE\n"])
def test_the_service_is_an_instance(course: Path, text: str) -> None:
    """A lesson has a SERVICE that is a Service."""
    assert told(course, "service.py", text).startswith("lesson.service: SERVICE must be there")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "misconception"),
        ("FOR_SERVERS = FOR_CLIENTS = ()\nmisconception = None\n", "misconception"),
        ("FOR_SERVERS = ()\ndef misconception(seen): ...\n", "FOR_CLIENTS"),
        ("FOR_SERVERS, FOR_CLIENTS = (1,), ()\ndef misconception(seen): ...\n", "FOR_SERVERS"),
    ],
)
def test_the_misconceptions_are_complete(course: Path, text: str, name: str) -> None:
    """A lesson has a function and two tables of misconceptions."""
    assert told(course, "misconceptions.py", text).startswith(f"lesson.misconceptions: {name} must be there")


@pytest.mark.parametrize("place", ["service.py", "misconceptions.py", "checks/hidden"])
def test_a_lesson_without_one_of_its_parts_is_told(course: Path, place: str) -> None:
    """Every part of a lesson must be there; the line names the one that is missing."""
    part = course / "lesson" / place
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    with pytest.raises(GraderBroken, match=f"No module named 'lesson.{place.removesuffix('.py').replace('/', '.')}'"):
        load(lesson_of(course))


@pytest.mark.parametrize("command", ["generate", "handout", "gradescope", "classroom50"])
def test_a_course_may_be_named_relatively(course: Path, command: str) -> None:
    """Each command takes the path of a course as it is from the working folder, and does the same."""
    assert command in commands.commands
    words = () if command == "generate" else ("out",)
    env = environment(PYTHONPATH=str(ROOT))
    whole = [*GRADER, command, *words, "--course", "course"]
    done = subprocess.run(whole, cwd=course.parent, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert os.path.lexists(course / "docs" / "misconceptions.md" if command == "generate" else course.parent / "out")
    assert load_course(course / "exercises").title
