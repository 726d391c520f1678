"""``course.toml`` -> ``Course``, and in a students' repository ``handout.json`` -> ``Handout``."""

from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Course, Exercise, Handout

CATALOGUE = "course.toml"
HANDOUT = "handout.json"


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


def load_handout(exercises: Path) -> Handout | None:
    """Read which handout the folder ``exercises`` belongs to; None where it is the instructor's own.

    Raises BadCall where that cannot be read.
    """
    path = exercises / HANDOUT
    try:
        return msgspec.json.decode(path.read_bytes(), type=Handout)
    except FileNotFoundError:
        return None
    except OSError as error:
        msg = f"{path}: {error.strerror}"
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
