"""The house: a room imports only from the floors beneath it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# The rooms of each floor, from the ground up. A package is one room; what lies inside it is its own affair.
FLOORS = (
    {"model", "failures", "printable", "strict_json", "interrupts", "start", "messages"},
    {"ending", "files", "sandbox", "submission", "catalog"},
    {"kit", "doctor", "image"},
    {"checks", "report"},
    {"plugin", "tables"},
    {"addresses", "grade", "examiner"},
    {"publish", "handout"},
    {"instructor"},
    {"cli"},
    {"__main__"},
    {"launch", "environment"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module: str) -> str:
    """Return the room that ``grader.kit.trial`` belongs to: ``kit``."""
    return module.split(".")[1]


def faults(module: str, source: str) -> list[str]:
    """Return what is wrong with the imports of one module of the grader."""
    here = room_of(module)
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
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
        ("grader.sandbox.look", "from grader.kit.trial import Trial"),
        ("grader.model", "import grader.failures"),
        ("grader.report.terminal", "from grader.checks import load"),
        ("grader.kit.trial", "from ..grade import grade"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_found(module: str, source: str) -> None:
    """The test of the floors can fail."""
    assert faults(module, source)


def test_checks_speak_the_kit_and_nothing_else() -> None:
    """A check imports the kit, other checks, and at most itertools: no sockets, no pexpect, no clock."""
    for name, source in modules().items():
        if not name.startswith(("grader.checks.sample.", "grader.checks.hidden.")):
            continue
        imported = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
        assert imported <= {"grader.kit", "itertools", f"grader.checks.sample.{name.rpartition('.')[2]}"}, name


def test_only_the_checks_know_the_course() -> None:
    """The machinery names no exercise."""
    for name, source in modules().items():
        if name.startswith("grader.checks."):
            continue
        strings = {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
        }
        for exercise in ("tcp_v1", "tcp_v2"):
            assert not any(exercise in string for string in strings), f"{name} names {exercise}"


def test_rooms_can_be_read_in_one_sitting() -> None:
    """No module is longer than 300 lines."""
    assert {
        name: len(source.splitlines()) for name, source in modules().items() if len(source.splitlines()) > 300
    } == {}
