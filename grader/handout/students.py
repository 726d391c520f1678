"""The students' repository: complete, and without a trace of what is not theirs."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from string import Template

import msgspec

from grader.catalog import HANDOUT, ROOT, load_course
from grader.course import Course, Exercise, Handout, HiddenPart
from grader.failures import BadCall
from grader.handout.contents import grading
from grader.handout.tables import readmes
from grader.kit.check import Check
from grader.kit.collection import lesson_of, load
from grader.model import Visibility

_TEMPLATES = Path(__file__).parent / "students"
_PLACES = {  # where the templates go; under their own names tools would take them for this repository's
    "Makefile": "Makefile",
    "gitignore": ".gitignore",
    "github.yml": ".github/workflows/grade.yml",
    "gitlab.yml": ".gitlab-ci.yml",
    "devcontainer.json": ".devcontainer/devcontainer.json",
}

_FIRST_COLUMN = 15  # letters of what EX= names, so that the comments in the README stand below each other
_WITH_HIDDEN_CHECKS = """Your grader has the **sample checks**. They are worth {samples}. The {hidden} {are}
decided by **hidden checks**, which only your instructor has. The table at the end of each exercise's README says how
many there are. They ask for nothing that the task does not say: read it again when all sample checks pass, and try
every sentence of it out by hand."""


class Repository(msgspec.Struct, frozen=True):
    """A students' repository, as path -> content; a stub is only put where there is no such program yet."""

    files: dict[str, bytes]
    stubs: dict[str, bytes]
    handout: Handout


def students_repository(folder: Path) -> Repository:
    """Return the students' repository of the course in ``folder``. The same course gives the same bytes."""
    course = load_course(folder / "exercises")
    files = grading(folder, hidden=False)
    pages = readmes(folder, course, for_students=True)
    files |= {path.relative_to(folder).as_posix(): text.encode() for path, text in pages.items()}
    files |= {place: (_TEMPLATES / name).read_bytes() for name, place in _PLACES.items()}
    checks = load(lesson_of(folder))
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files["README.md"] = _readme(course, checks).encode()
    paths = [f"{exercise.name}/{file}" for exercise in course.exercise for file in exercise.programs]
    stubs = {f"exercises/{path}": _stub(folder / "exercises" / path) for path in paths}
    handout = Handout(
        course=course.title,
        version=course.version,
        hash=_hash(files | stubs),
        hidden=_hidden_parts(paths, checks),
        files=tuple(sorted({*files, f"exercises/{HANDOUT}"})),
    )
    files[f"exercises/{HANDOUT}"] = msgspec.json.format(msgspec.json.encode(handout), indent=1) + b"\n"
    return Repository(files=files, stubs=stubs, handout=handout)


def _stub(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: {error.strerror}; every program of the catalogue needs a stub"
        raise BadCall(msg) from error


def _hidden_parts(paths: list[str], checks: tuple[Check, ...]) -> dict[str, HiddenPart]:
    hidden = [check for check in checks if check.visibility is Visibility.HIDDEN]
    of = {path: [check.points for check in hidden if check.path == path] for path in paths}
    return {path: HiddenPart(checks=len(points), points=sum(points)) for path, points in of.items() if points}


def _readme(course: Course, checks: tuple[Check, ...]) -> str:
    samples = sum(check.points for check in checks if check.visibility is Visibility.SAMPLE)
    total = sum(check.points for check in checks)
    exercises = "\n".join(
        f"{number}. [exercises/{each.name}](exercises/{each.name}/README.md): {each.title} ({_names(each)})"
        for number, each in enumerate(course.exercise, 1)
    )
    programs = sum(len(exercise.program) for exercise in course.exercise)
    exercise = course.exercise[-1]
    program = f"{exercise.name}/{Path(exercise.programs[-1]).stem}"
    width = max(_FIRST_COLUMN, len(program))
    template = Template((_TEMPLATES / "README.md").read_text(encoding="utf-8"))
    return template.substitute(
        title=course.title,
        version=course.version,
        exercises=exercises,
        programs=f"{_counted(programs, 'program')} in {_counted(len(course.exercise), 'exercise')}",
        one_exercise=f"{exercise.name:{width}}  # one exercise",
        one_program=f"{program:{width}}  # one program",
        score=_about_the_score(samples, total - samples),
    )


def _names(exercise: Exercise) -> str:
    return ", ".join(f"`{file}`" for file in exercise.programs)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _about_the_score(samples: int, hidden: int) -> str:
    if not hidden:
        return f"Your grader has all checks. They are worth {_counted(samples, 'point')}."
    return _WITH_HIDDEN_CHECKS.format(
        samples=_counted(samples, "point"),
        hidden=f"other {_counted(hidden, 'point')} of {samples + hidden}",
        are="is" if hidden == 1 else "are",
    )


def _hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"
