"""The course itself holds: stubs, solutions, texts and checks fit together."""

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest

from grader.course import Course
from grader.grade import Request, Watcher, grade
from grader.handout.tables import misconceptions, readmes
from grader.handout.verbs import page
from grader.kit.collection import load
from grader.model import Score, Status, Visibility
from tests.paths import EXERCISES, ROOT, SOLUTIONS


@pytest.fixture(scope="module")
def solved() -> Score:
    """Return the score of the solutions."""
    return grade(Request(submission=SOLUTIONS), Watcher()).score


@pytest.fixture(scope="module")
def untouched() -> Score:
    """Return the score of the stubs."""
    return grade(Request(submission=EXERCISES), Watcher()).score


def test_the_solutions_get_full_marks(solved: Score) -> None:
    """Every check passes on the instructor's programs."""
    lost = [
        check
        for exercise in solved.exercises
        for program in exercise.programs
        for check in program.checks
        if check.status is not Status.PASSED
    ]
    assert not lost
    assert (solved.score, solved.max_score, solved.complete) == (100, 100, True)


def test_the_stubs_get_nothing_and_are_told_apart(untouched: Score) -> None:
    """An untouched stub scores 0, and the first thing that is said of it is that it has not been started."""
    assert (untouched.score, untouched.max_score, untouched.complete) == (0, 100, True)
    for exercise in untouched.exercises:
        for program in exercise.programs:
            first = next(check for check in program.checks if check.status is Status.FAILED)
            assert first.diagnosis.startswith(f"Not started: {exercise.name}/{program.file} is still a stub")


def test_an_unfinished_exercise_is_told_once(untouched: Score) -> None:
    """Of a stub, all that depends on its being started is not run."""
    for exercise in untouched.exercises:
        for program in exercise.programs:
            failed = [check for check in program.checks if check.status is Status.FAILED]
            assert len(failed) <= 2, [check.name for check in failed]


def test_the_folders_hold_what_the_catalogue_names_and_nothing_else(course: Course) -> None:
    """No stray file lies in exercises/ or solutions/, and none is missing."""
    programs = {f"{exercise.name}/{file}" for exercise in course.exercise for file in exercise.programs}
    texts = {f"{exercise.name}/README.md" for exercise in course.exercise}
    assert _files(EXERCISES) == programs | texts | {"course.toml"}
    assert _files(SOLUTIONS) == programs


def test_the_tables_in_the_texts_are_current(course: Course) -> None:
    """What a README says of its checks, and a page of the kit, is what these say (`make generate`)."""
    for path, text in (readmes(ROOT, course) | misconceptions(ROOT) | page()).items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is out of date: run make generate"


def test_the_page_about_the_kit_names_all_that_checks_use() -> None:
    """Every verb that a check of this repository uses stands on the page, and nothing on it is without a sentence."""
    (text,) = page().values()
    told = set(re.findall(r"^\| `(\w+)[`(]", text, re.MULTILINE))
    used: set[str] = set()
    for check in load("grader.lesson"):
        tree = ast.parse(textwrap.dedent(inspect.getsource(check.function)))
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        used |= {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert {"is_answered_exactly", "types"} <= used
    assert sorted(used - told - {*dir(bytes), *dir(str), *dir(list), *dir(dict)}) == []
    verbs = text.partition("## What a misconception")[0]
    assert not re.findall(r"^\| `.*\|\s*\|$", verbs, re.MULTILINE)


def test_the_points_add_up() -> None:
    """The whole course is worth 100 points, shared out as the contract says."""
    points: dict[str, int] = {}
    for check in load("grader.lesson"):
        points[check.path] = points.get(check.path, 0) + check.points
    assert points == {
        "tcp_v1/server.py": 8,
        "tcp_v1/client.py": 7,
        "tcp_v2/server.py": 10,
        "tcp_v2/client.py": 5,
        "tcp_v3/server.py": 25,
        "tcp_v3/client.py": 20,
        "udp/server.py": 13,
        "udp/client.py": 12,
    }
    assert sum(points.values()) == 100


def test_the_samples_are_the_lesson_itself() -> None:
    """The sample checks of a program are worth what the contract says: who has them all has built its point."""
    points: dict[str, int] = {}
    for check in load("grader.lesson"):
        if check.visibility is Visibility.SAMPLE:
            points[check.path] = points.get(check.path, 0) + check.points
    assert points == {
        "tcp_v1/server.py": 5,
        "tcp_v1/client.py": 5,
        "tcp_v2/server.py": 6,
        "tcp_v2/client.py": 4,
        "tcp_v3/server.py": 12,
        "tcp_v3/client.py": 12,
        "udp/server.py": 7,
        "udp/client.py": 8,
    }


def test_every_check_has_its_sentence_and_its_hint() -> None:
    """A check says in one sentence what it asks, and asks a question that helps."""
    for check in load("grader.lesson"):
        assert check.title.endswith("."), check.name
        assert check.hint, check.name


def test_checks_come_after_what_they_need() -> None:
    """A check only depends on checks of the same program that are run before it."""
    seen: set[str] = set()
    for check in load("grader.lesson"):
        for earlier in (*check.needs, *check.after):
            assert earlier.path == check.path, check.name
            assert earlier.name in seen, f"{check.name} is run before {earlier.name}"
        seen.add(check.name)


def _files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
