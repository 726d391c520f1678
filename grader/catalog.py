"""``course.toml`` -> ``Course``, and in a students' repository ``handout.json`` -> ``Handout``.

What one key may say stands with the types in ``model.py``; what keys may say together stands here.
"""

import ipaddress
import re
import stat
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from grader.course import Course, Exercise, Handout, Limits, Program
from grader.failures import BadCall
from grader.printable import printable
from grader.strict_json import decode

ROOT = Path(__file__).parents[1]  # of this repository, which is a course
CATALOGUE = "course.toml"
LOCK = "requirements.txt"
HANDOUT = "handout.json"
_LARGEST = 1_048_576  # bytes of either file
_EVER_WIDER = (
    ("asleep_seconds", "check_asleep_seconds", "program_asleep_seconds", "grading_asleep_seconds"),
    ("spin_seconds", "program_spin_seconds", "grading_spin_seconds"),
)
_LOOPBACK = ipaddress.IPv4Network("127.0.0.0/8")
_PLACE = re.compile(r"exercise\[(\d+)\](?:\.program\[(\d+)\])?")
_BOM = b"\xef\xbb\xbf"


def load_course(exercises: Path) -> Course:
    """Read the catalogue of the folder ``exercises``.

    Raises BadCall, which names the file and the key, where there is none or it says what makes no sense.
    """
    path = exercises / CATALOGUE
    try:
        content = _content(path)
    except FileNotFoundError as error:
        msg = f"{path}: {error.strerror}; the course's catalogue must stand there"
        raise BadCall(msg) from error
    try:
        course = msgspec.toml.decode(content, type=Course)
    except (ValueError, RecursionError) as error:  # what msgspec and tomllib raise is a ValueError, no UTF-8 included
        msg = f"{path}: {_with_names(_reason(error), content)}"
        raise BadCall(msg) from error
    if fault := next(_faults(course), ""):
        msg = f"{path}: {_with_names(fault, content)}"
        raise BadCall(msg)
    return course


def load_handout(exercises: Path) -> Handout | None:
    """Read which handout the folder ``exercises`` belongs to; None where it is the instructor's own.

    Raises BadCall where that cannot be read.
    """
    path = exercises / HANDOUT
    try:
        return decode(_content(path), Handout)
    except FileNotFoundError:
        return None
    except ValueError as error:
        msg = f"{path}: {_reason(error)}"
        raise BadCall(msg) from error


def chosen(course: Course, only: tuple[str, ...]) -> tuple[tuple[Exercise, str], ...]:
    """Return the programs, as (exercise, file), that ``only`` names: ``tcp_v3``, ``tcp_v3/server``; all where empty.

    Raises BadCall where the course has no such exercise or program.
    """
    programs = tuple((exercise, file) for exercise in course.exercise for file in exercise.programs)
    wanted = {program for words in only for program in _named(words, programs)}
    return tuple(program for program in programs if not only or program in wanted)


def _named(words: str, programs: tuple[tuple[Exercise, str], ...]) -> list[tuple[Exercise, str]]:
    name, _, stem = words.strip("/").partition("/")
    named = [
        (exercise, file) for exercise, file in programs if exercise.name == name and stem in {"", file, Path(file).stem}
    ]
    if not named:
        known = ", ".join(f"{exercise.name}/{Path(file).stem}" for exercise, file in programs)
        msg = f"no exercise or program is called {words!r}; there are: {known}"
        raise BadCall(msg)
    return named


def _content(path: Path) -> bytes:
    """Return what a file holds. Raises FileNotFoundError, and BadCall where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            msg = f"{path}: not a regular file"
            raise BadCall(msg)
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        msg = f"{path}: {error.strerror}"
        raise BadCall(msg) from error
    if len(content) > _LARGEST:
        msg = f"{path}: larger than {_LARGEST // 1024} KiB"
        raise BadCall(msg)
    if content.startswith(_BOM):
        msg = f"{path}: begins with a byte order mark; save it as UTF-8 without one"
        raise BadCall(msg)
    return content


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: the byte {error.object[error.start]:#04x} at position {error.start}"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return printable(" ".join(str(error).split()))


def _with_names(fault: str, content: bytes) -> str:
    """Return the complaint with the names of the exercise and the program, whose places in it are counted from 0."""
    found = _PLACE.search(fault)
    if found is None:
        return fault
    names, inside = [], tomllib.loads(content.decode())  # it could be read, or no place would be known
    for key, place in (("exercise", found[1]), ("program", found[2])):
        if place is None or not isinstance(inside[key][int(place)], dict):
            break
        inside = inside[key][int(place)]
        name = inside.get("name" if key == "exercise" else "file", "without a name")
        names.append(f"{key} {int(place) + 1}, {name!r}")
    return printable(f"{fault} ({', '.join(names)})") if names else fault


def _faults(course: Course) -> Iterator[str]:
    """Tell what makes no sense together, or cannot be said by a type, each with the key that it stands under."""
    yield from _faults_of_limits(course.limits)
    intake = course.intake
    if intake.ratio_from_mib > intake.unpacked_mib:
        yield "intake.ratio_from_mib must not be more than intake.unpacked_mib"
    if course.title != printable(course.title) or not course.title.strip():
        yield "title must be one line of visible characters"
    seen: set[str] = set()
    for place, exercise in enumerate(course.exercise):
        for fault in _faults_of(exercise):
            yield f"exercise[{place}].{fault}"
        if exercise.name in seen:
            yield f"exercise[{place}].name: {exercise.name!r} is there twice"
        seen.add(exercise.name)


def _faults_of_limits(limits: Limits) -> Iterator[str]:
    if limits.keyboard_seconds >= limits.asleep_seconds:
        yield "limits.keyboard_seconds must be less than limits.asleep_seconds"
    for budgets in _EVER_WIDER:
        for narrow, wide in pairwise(budgets):
            if getattr(limits, wide) < getattr(limits, narrow):
                yield f"limits.{wide} must not be less than limits.{narrow}"
    if limits.spin_seconds >= limits.cpu_seconds:
        yield "limits.spin_seconds must be less than limits.cpu_seconds"


def _faults_of(exercise: Exercise) -> Iterator[str]:
    if exercise.title != printable(exercise.title) or not exercise.title.strip():
        yield "title must be one line of visible characters"
    for place, program in enumerate(exercise.program):
        if program.file in exercise.programs[:place]:
            yield f"program[{place}].file: {program.file!r} is there twice"
        if program.file.removesuffix(".py") in sys.stdlib_module_names:
            yield f"program[{place}].file: {program.file!r} would hide a module of Python's; give it another name"
        for fault in _faults_of_addresses(program):
            yield f"program[{place}].{fault}"


def _faults_of_addresses(program: Program) -> Iterator[str]:
    for place, address in enumerate(program.addresses):
        if not _is_loopback(address.host):
            yield f"addresses[{place}].host: {address.host!r} is no IPv4 address of the loopback; write 127.0.0.1"
        if address.protocol in program.protocols[:place]:
            yield f"addresses[{place}].protocol: there is another address with {address.protocol!r}"
    if not program.addresses and program.role != "terminal":
        yield f"addresses: a program with the role {program.role!r} needs one"


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return address in _LOOPBACK and address not in {_LOOPBACK.network_address, _LOOPBACK.broadcast_address}
