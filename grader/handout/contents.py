"""What of this repository may go out, file by file. What is not asked for here stays."""

from pathlib import Path

from grader.catalog import CATALOGUE

ROOT = Path(__file__).parents[2]
EXERCISES = ROOT / "exercises"
LOCK = "requirements.txt"
_GRADER = ROOT / "grader"
_KINDS = {".py", ".ini", ".json", ".css", ".j2"}
_ONLY_HERE = {"handout", "instructor.py", "tables.py"}  # the instructor's tools; nothing that grades imports them


def grading(*, hidden: bool) -> dict[str, bytes]:
    """Return what grades, as path -> content: the grader, its checks, the catalogue and the lock file.

    ``hidden``: with the hidden checks. Otherwise their package is there, and empty.
    """
    files = {f"exercises/{CATALOGUE}": (EXERCISES / CATALOGUE).read_bytes(), LOCK: (ROOT / LOCK).read_bytes()}
    for path in sorted(_GRADER.rglob("*")):
        inside = path.relative_to(_GRADER)
        is_meant = path.suffix in _KINDS and path.is_file() and inside.parts[0] not in _ONLY_HERE
        if is_meant and (hidden or inside.parent.parts != ("checks", "hidden") or path.name == "__init__.py"):
            files[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return files
