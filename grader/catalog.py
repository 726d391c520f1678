"""``course.toml`` -> ``Course``."""

from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Course, Exercise

CATALOGUE = "course.toml"


def load_course(exercises: Path) -> Course:
    """Read the catalogue of the folder ``exercises``.

    Raises BadCall where there is none or it is not of the catalogue's shape.
    """
    path = exercises / CATALOGUE
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Course)
    except OSError as error:
        msg = f"{path}: {error.strerror}; the course's catalogue must stand there"
        raise BadCall(msg) from error
    except msgspec.DecodeError as error:
        msg = f"{path}: {error}"
        raise BadCall(msg) from error


def chosen(course: Course, only: str | None) -> tuple[tuple[Exercise, str], ...]:
    """Return the programs, as (exercise, file), that ``only`` names: ``tcp_v3``, ``tcp_v3/server``, or None for all.

    Raises BadCall where the course has no such exercise or program.
    """
    programs = tuple((exercise, file) for exercise in course.exercise for file in exercise.programs)
    if only is None:
        return programs
    name, _, stem = only.strip("/").partition("/")
    wanted = tuple(
        (exercise, file) for exercise, file in programs if exercise.name == name and stem in {"", file, Path(file).stem}
    )
    if not wanted:
        known = ", ".join(f"{exercise.name}/{Path(file).stem}" for exercise, file in programs)
        msg = f"no exercise or program is called {only!r}; there are: {known}"
        raise BadCall(msg)
    return wanted
