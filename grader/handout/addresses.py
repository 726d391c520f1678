"""Texts and programs that name an address: where one disagrees with the catalogue, which alone decides."""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.catalog import CATALOGUE
from grader.course import Course, Endpoint, Exercise
from grader.handout.tables import without_table
from grader.kit.collection import lesson_of, load

_HOST = re.compile(r"127(?:\.\d+){3}")
_PORT = re.compile(
    r"""(?:127(?:\.\d+){3}[`"']?[:,\s]\s*(?:port\s+)?|\bports?\b[^.\d\n]{0,20}?|\s-p |\b(?:TCP|UDP)[:,]?\s)"""
    r"""[`"'*]*(\d{4,5})\b(?!\s(?:bytes|octets|times)\b)"""
)
_PROTOCOL_BEFORE = re.compile(r"\b(TCP|UDP)\b[^.;\d]{0,20}$")
_PROTOCOL_BEHIND = re.compile(r"""[`"'*)]*(?:,?\s+(?:over|with|by)\s+|\s*[/(]\s*)(TCP|UDP|tcp|udp)\b""")
_PROTOCOL_OF_WORD = {"TCP": "tcp", "SOCK_STREAM": "tcp", "create_server": "tcp", "UDP": "udp", "SOCK_DGRAM": "udp"}
_PROTOCOL_WORD = re.compile(rf"\b({'|'.join(_PROTOCOL_OF_WORD)})\b")
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
    addresses = {address for exercise in right for program in exercise.program for address in program.addresses}
    hosts = {address.host for address in addresses}
    for number, line in lines:
        wrong = [host for host in _HOST.findall(line) if host not in hosts]
        wrong += _wrong_ports(line, addresses)
        if wrong:
            said = {f"{address.host}:{address.port} over {address.protocol.upper()}" for address in addresses}
            says = " or ".join(sorted(said)) or "nothing of an address"
            yield f"{path}:{number}: names {', '.join(dict.fromkeys(wrong))}; {CATALOGUE} says {says}"


def _wrong_ports(line: str, addresses: set[Endpoint]) -> Iterator[str]:
    """Tell which ports a line names that are of no address, or of none over the protocol that it names with them."""
    for found in _PORT.finditer(line):
        protocol = _protocol(line[: found.start(1)], line[found.end(1) :])
        ports = {address.port for address in addresses if address.protocol == protocol}
        known = ports or {address.port for address in addresses}  # another protocol may be told of for comparison
        if int(found[1]) < _FIRST_OF_CLIENTS and int(found[1]) not in known:
            yield f"{found[1]} over {protocol.upper()}" if ports else found[1]


def _protocol(before: str, behind: str) -> str:
    """Return which protocol a line means, by what stands around a port; empty where it does not say."""
    if found := _PROTOCOL_BEHIND.match(behind) or _PROTOCOL_BEFORE.search(before):
        return found[1].lower()
    said = {_PROTOCOL_OF_WORD[word] for word in _PROTOCOL_WORD.findall(f"{before} {behind}")}
    return said.pop() if len(said) == 1 else ""
