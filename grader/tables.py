"""The tables of checks in the exercises' READMEs: generated, so that they cannot lie."""

from pathlib import Path

from grader.checks import load
from grader.failures import BadCall
from grader.kit.check import Check
from grader.model import Course, Exercise, Visibility

_BEGIN, _END = "<!-- checks: begin -->", "<!-- checks: end -->"


def readmes(exercises: Path, course: Course, package: str = "grader.checks") -> dict[Path, str]:
    """Return what each exercise's README must read like, with its table as the checks are now.

    Raises BadCall where a README is missing or has no place for the table.
    """
    checks = load(package)
    texts = {}
    for exercise in course.exercise:
        path = exercises / exercise.name / "README.md"
        try:
            before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
        except OSError as error:
            msg = f"{path}: {error.strerror}"
            raise BadCall(msg) from error
        _, end, after = rest.partition(_END)
        if not end:
            msg = f"{path}: there must be a line {_BEGIN} and below it a line {_END}"
            raise BadCall(msg)
        texts[path] = f"{before}{_BEGIN}\n{_table(exercise, checks)}{_END}{after}"
    return texts


def _table(exercise: Exercise, checks: tuple[Check, ...]) -> str:
    lines = ["| program | check | points | |", "|---|---|---|---|"]
    for file in exercise.programs:
        for check in checks:
            if check.path == f"{exercise.name}/{file}":
                kind = "sample" if check.visibility is Visibility.SAMPLE else ""
                lines.append(f"| `{file}` | {check.title} | {check.points} | {kind} |")
    total = sum(check.points for check in checks if check.exercise == exercise.name)
    lines.append(f"| | together | {total} | |")
    return "\n".join(lines) + "\n"
