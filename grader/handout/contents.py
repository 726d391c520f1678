"""What of this repository may go out, file by file. What is not asked for here stays."""

from pathlib import Path

from grader.catalog import CATALOGUE, LOCK, ROOT
from grader.kit.collection import own_lesson

_KINDS = {".py", ".ini", ".json", ".css", ".j2"}
# The instructor's tools; nothing that grades imports them.
_ONLY_HERE = ("grader/handout/", "grader/cli/instructor.py")
_BESIDE_CHECKS = {"__init__.py", "hidden/__init__.py"}


def grading(course: Path, *, hidden: bool) -> dict[str, bytes]:
    """Return what grades a course, as path -> content: the grader, the lesson, the catalogue and the lock file.

    ``hidden``: with the hidden checks. Otherwise their package is there, and empty.
    """
    lesson = own_lesson(course)
    files = {f"exercises/{CATALOGUE}": course / "exercises" / CATALOGUE, LOCK: ROOT / LOCK}
    files |= _below(ROOT, ROOT / "grader", "grader/lesson", hidden=hidden, whole=lesson is None)
    if lesson is not None:
        files |= _below(course, lesson, "lesson", hidden=hidden, whole=True)
    return {place: path.read_bytes() for place, path in files.items()}


def _below(root: Path, folder: Path, lesson: str, *, hidden: bool, whole: bool) -> dict[str, Path]:
    """Return the files that go out; ``whole``: with the checks, the service and the misconceptions of ``lesson``."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        place: path
        for place, path in files.items()
        if path.suffix in _KINDS
        and not place.startswith(_ONLY_HERE)
        and (whole or not place.startswith(f"{lesson}/"))
        and (not place.startswith(f"{lesson}/checks/") or _goes_out(place.removeprefix(f"{lesson}/checks/"), hidden))
    }


def _goes_out(place: str, hidden: bool) -> bool:  # noqa: FBT001 - it is asked once, above
    folder = place.rpartition("/")[0]  # any other one among the checks is nobody's, an old copy say, and stays
    return place in _BESIDE_CHECKS or folder == "sample" or (hidden and folder == "hidden")
