"""Texts and programs that name an address: where one disagrees with the catalogue, which alone decides."""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.catalog import CATALOGUE
from grader.course import Course, Exercise
from grader.handout.tables import without_table
from grader.kit.collection import lesson_of, load

_HOST = re.compile(r"127(?:\.\d+){3}")
_PORT = re.compile(
    r"""(?:127(?:\.\d+){3}[`"']?[:,\s]\s*(?:port\s+)?|\bports?\b[^.\d\n]{0,20}?|\s-p )[`"'*]*(\d{4,5})\b"""
)
_OF_ANOTHER_COURSE = "your-own-course.md"
_FIRST_OF_CLIENTS = 32_768  # from here on the kernel gives ports to clients; source: ip(7), ip_local_port_range


def disagreements(root: Path, course: Course) -> list[str]:
    """Return every line of the course below ``root`` that names another address than the catalogue, as FILE:LINE: why.

    Looked at are the stubs, the solutions and the READMEs of the exercises, the sentences and hints of the checks, and
    the pages about the whole course.
    """
    found: list[str] = []
    for exercise in course.exercise:
        for folder in (root / "exercises" / exercise.name, root / "solutions" / exercise.name):
            for path in sorted((*folder.glob("*.py"), *folder.glob("*.md"))):
                lines = without_table(path.read_text(encoding="utf-8")).splitlines()
                found += _disagreeing(path.relative_to(root), enumerate(lines, 1), (exercise,))
    exercises = {exercise.name: exercise for exercise in course.exercise}
    for check in load(lesson_of(root)):
        lines, first = inspect.getsourcelines(check.function)
        path = Path(inspect.getfile(check.function))
        found += _disagreeing(path.relative_to(root.absolute()), enumerate(lines, first), (exercises[check.exercise],))
    pages = [*root.glob("*.md"), *(root / "docs").glob("*.md"), *(root / "grader" / "handout").rglob("*.md")]
    for path in sorted(path for path in pages if path.is_file() and path.name != _OF_ANOTHER_COURSE):
        lines = path.read_text(encoding="utf-8").splitlines()
        found += _disagreeing(path.relative_to(root), enumerate(lines, 1), course.exercise)
    return found


def _disagreeing(path: Path, lines: Iterable[tuple[int, str]], right: tuple[Exercise, ...]) -> Iterator[str]:
    addresses = {address for exercise in right for address in exercise.addresses}
    hosts, ports = {host for host, _ in addresses}, {port for _, port in addresses}
    for number, line in lines:
        wrong = [host for host in _HOST.findall(line) if host not in hosts]
        wrong += [port for port in _PORT.findall(line) if int(port) < _FIRST_OF_CLIENTS and int(port) not in ports]
        if wrong:
            said = " or ".join(sorted(f"{host}:{port}" for host, port in addresses)) or "nothing of an address"
            yield f"{path}:{number}: names {', '.join(dict.fromkeys(wrong))}; {CATALOGUE} says {said}"
