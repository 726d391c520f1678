"""The lesson of a course, and its checks.

A lesson is a package: ``checks/sample/``, ``checks/hidden/``, ``service.py``, ``misconceptions.py`` or a package of
that name. This repository's own is ``grader.lesson``; that of a course elsewhere is the folder ``lesson`` in it, and is
imported under this name.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import get_type_hints

from grader.catalog import CATALOGUE, ROOT
from grader.course import Course, Exercise
from grader.failures import BadCall, GraderBroken
from grader.kit import mistakes
from grader.kit.check import Check, defined_in
from grader.kit.program import Program
from grader.kit.roles import driver
from grader.model import Visibility

_OURS, _LESSON = "grader.lesson", "lesson"


class _Lesson(MetaPathFinder):
    """Finds the package ``lesson`` in the folder of one course, which needs not be on ``sys.path``."""

    folder: Path | None = None

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname != _LESSON or self.folder is None:
            return None
        return spec_from_file_location(
            fullname, self.folder / "__init__.py", submodule_search_locations=[str(self.folder)]
        )


_finder = _Lesson()


def own_lesson(course: Path) -> Path | None:
    """Return the folder with the lesson of the course in this folder; None where it has this repository's own.

    Where a repository has a lesson within its grader, a folder ``lesson`` beside that is somebody's: in a clone of a
    handout, a student may have made it. Nothing in it is imported.
    """
    folder = course / _LESSON
    is_somebodys = course.resolve() == ROOT.resolve() and (ROOT / "grader" / _LESSON).is_dir()
    return folder if folder.is_dir() and not is_somebodys else None


def lesson_of(course: Path) -> str:
    """Return the name of the package with the lesson of the course in this folder; it can be imported from now on."""
    folder = own_lesson(course)
    if folder is None:
        return _OURS
    if _finder not in sys.meta_path:
        sys.meta_path.append(_finder)
    folder = folder.absolute()
    if folder != _finder.folder:
        for name in [name for name in sys.modules if name.partition(".")[0] == _LESSON]:
            del sys.modules[name]  # another course's
        _finder.folder = folder
    return _LESSON


def load(lesson: str) -> tuple[Check, ...]:
    """Return the checks of the package ``lesson``, samples first.

    Within a folder they stand in the order of the modules' names and of their definition. Raises GraderBroken where
    something of the lesson cannot be imported or makes no sense.
    """
    found: list[Check] = []
    _refuse(mistakes.of_service(_imported(f"{lesson}.service")))
    _refuse(mistakes.of_misconceptions(_imported(f"{lesson}.misconceptions")))
    for visibility in Visibility:
        folder = f"{lesson}.checks.{visibility}"
        for name in [module.name for module in iter_modules(_imported(folder).__path__)]:
            module = _imported(f"{folder}.{name}")
            _refuse(mistakes.of_names(module))
            found += defined_in(module)
    _refuse(mistakes.of_checks(found))
    return tuple(found)


def in_order(
    checks: tuple[Check, ...], course: Course, programs: tuple[tuple[Exercise, str], ...] | None = None
) -> tuple[Check, ...]:
    """Return the checks of ``programs``, or of all that the course has, in the order of the catalogue.

    Raises BadCall where a program of the course has no checks, or checks have no program or one with another role.
    """
    known = [f"{exercise.name}/{file}" for exercise in course.exercise for file in exercise.programs]
    checked = {check.path for check in checks}
    if without := next((path for path in known if path not in checked), ""):
        msg = f"{CATALOGUE} names {without}, for which there are no checks: write some, or take it out"
        raise BadCall(msg)
    if stray := next((check for check in checks if check.path not in known), None):
        msg = f"the check {stray.name} is for {stray.path}, which {CATALOGUE} does not name"
        raise BadCall(msg)
    for exercise in course.exercise:
        for program in exercise.program:
            kind = driver(program)
            path = f"{exercise.name}/{program.file}"
            what = f"{CATALOGUE}: {path} has the role {program.role!r} and speaks {_listed(program.protocols)}"
            if kind is None:
                msg = f"{what}; the grader has nothing that drives such a program"
                raise BadCall(msg)
            if stray := next((check for check in checks if check.path == path and not _drives(check, kind)), None):
                msg = f"{what}, which is not what its check {stray.name} is written for"
                raise BadCall(msg)
    wanted = known if programs is None else [f"{exercise.name}/{file}" for exercise, file in programs]
    return tuple(check for path in wanted for check in checks if check.path == path)


def _drives(check: Check, kind: type[Program]) -> bool:
    """Tell whether the check is written for a program that is driven by ``kind``."""
    hints = get_type_hints(check.function).values()
    return all(issubclass(kind, hint) for hint in hints if isinstance(hint, type) and issubclass(hint, Program))


def _listed(protocols: tuple[str, ...]) -> str:
    return " and ".join(protocol.upper() for protocol in protocols) or "over no network"


def _imported(module: str) -> ModuleType:
    try:
        return import_module(module)
    except (Exception, SystemExit) as error:  # whatever a module raises while it is imported
        msg = f"{module} cannot be read: {type(error).__name__}: {error}"
        raise GraderBroken(msg) from error


def _refuse(found: Iterator[str]) -> None:
    if mistake := next(found, ""):
        raise GraderBroken(mistake)
