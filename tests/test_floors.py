"""The house: a room imports only from the floors beneath it."""

import ast

import pytest

from grader.catalog import load_course
from tests.paths import EXERCISES, ROOT

# The rooms of each floor, from the ground up. A package is one room; what lies inside it is its own affair.
FLOORS = (
    {"text"},
    {"course", "events", "failures", "messages", "printable", "strict_json"},
    {"model"},
    {"process", "files", "catalog", "submission", "observe"},
    {"sandbox"},
    {"engine"},
    {"kit", "report"},
    {"explain"},
    {"lesson"},
    {"examination"},
    {"grade"},
    {"handout"},
    {"cli"},
    {"__main__"},
    {"launch", "environment"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module: str) -> str:
    """Return the room that ``grader.engine.trial`` belongs to: ``kit``."""
    return module.split(".")[1]


def faults(module: str, source: str) -> list[str]:
    """Return what is wrong with the imports of one module of the grader."""
    here = room_of(module)
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            whole = node.module == "grader"
            names = [f"grader.{alias.name}" for alias in node.names] if whole else [node.module or ""]
            if node.level:
                found.append(f"{module} imports by a relative name")
        for name in names:
            if not name.startswith("grader."):
                continue
            there = room_of(name)
            if there != here and FLOOR_OF[there] >= FLOOR_OF[here]:
                found.append(f"{module} (floor {FLOOR_OF[here]}) imports {name} (floor {FLOOR_OF[there]})")
    return found


def modules() -> dict[str, str]:
    """Return the source of every module of the grader by its name."""
    paths = sorted((ROOT / "grader").rglob("*.py"))
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths}
    return {names[path].removesuffix(".__init__"): path.read_text(encoding="utf-8") for path in paths}


def test_imports_go_down() -> None:
    """No room imports sideways or up."""
    assert [fault for name, source in modules().items() if name != "grader" for fault in faults(name, source)] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("grader.observe.look", "from grader.engine.trial import Trial"),
        ("grader.failures", "import grader.model"),
        ("grader.report.terminal", "from grader.kit.collection import load"),
        ("grader.engine.trial", "from ..grade import grade"),
        ("grader.engine.trial", "from grader import kit"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_found(module: str, source: str) -> None:
    """The test of the floors can fail."""
    assert faults(module, source)


def test_checks_speak_the_kit_and_nothing_else() -> None:
    """A check imports the kit, other checks, and at most itertools: no sockets, no pexpect, no clock."""
    for name, source in modules().items():
        if not name.startswith(("grader.lesson.checks.sample.", "grader.lesson.checks.hidden.")):
            continue
        imported = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
        allowed = {"grader.kit", "itertools", f"grader.lesson.checks.sample.{name.rpartition('.')[2]}"}
        assert {"grader.kit"} <= imported <= allowed, name


def words_of_the_lesson(source: str) -> set[str]:
    """Return what a module says, in names and strings but not in docstrings, that only the lesson may know."""
    course = load_course(EXERCISES)
    known = {exercise.name for exercise in course.exercise} - {"tcp", "udp"}  # a protocol's name is everybody's
    known |= {str(port) for exercise in course.exercise for _, port in exercise.addresses}
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings}
    said |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {word for word in known for one in said if word in one}


def test_only_the_lesson_knows_the_course() -> None:
    """The machinery names no exercise, no port of one."""
    for name, source in modules().items():
        if not name.startswith(("grader.lesson", "grader.sandbox.login")):  # that one has the names of many ports
            assert not words_of_the_lesson(source), name


@pytest.mark.parametrize("source", ["ports = {8080}", "print('see tcp_v3')"])
def test_a_word_of_the_lesson_is_found(source: str) -> None:
    """The test of what the machinery knows can fail."""
    assert words_of_the_lesson(source)


def test_values_are_frozen() -> None:
    """What is handed on is never changed by whoever gets it; what a module keeps to itself may be."""
    structs = {
        f"{name}.{node.name}": {word.arg for word in node.keywords if ast.unparse(word.value) == "True"}
        for name, source in modules().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and "msgspec.Struct" in map(ast.unparse, node.bases) and node.name[0] != "_"
    }
    assert "grader.model.Score" in structs
    assert [name for name, options in structs.items() if "frozen" not in options] == []


def test_rooms_can_be_read_in_one_sitting() -> None:
    """No module is longer than 300 lines."""
    assert {
        name: len(source.splitlines()) for name, source in modules().items() if len(source.splitlines()) > 300
    } == {}
