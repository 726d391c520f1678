"""What of this repository may go out, file by file. What is not asked for here stays."""

from pathlib import Path

from grader.catalog import CATALOGUE

ROOT = Path(__file__).parents[2]
EXERCISES = ROOT / "exercises"
LOCK = "requirements.txt"
_GRADER = ROOT / "grader"
_KINDS = {".py", ".ini", ".json", ".css", ".j2"}
# The instructor's tools; nothing that grades imports them.
_ONLY_HERE = ("handout/", "cli/instructor.py")
_CHECKS = "lesson/checks"
_BESIDE_THEM = {f"{_CHECKS}/__init__.py", f"{_CHECKS}/pytest.ini", f"{_CHECKS}/hidden/__init__.py"}


def grading(*, hidden: bool) -> dict[str, bytes]:
    """Return what grades, as path -> content: the grader, its checks, the catalogue and the lock file.

    ``hidden``: with the hidden checks. Otherwise their package is there, and empty.
    """
    paths = [EXERCISES / CATALOGUE, ROOT / LOCK]
    paths += [path for path in sorted(_GRADER.rglob("*")) if _goes_out(path, hidden=hidden)]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


def _goes_out(path: Path, *, hidden: bool) -> bool:
    inside = path.relative_to(_GRADER).as_posix()
    if path.suffix not in _KINDS or not path.is_file() or inside.startswith(_ONLY_HERE):
        return False
    if not inside.startswith(f"{_CHECKS}/"):
        return True
    folder = inside.rpartition("/")[0]  # any other one among the checks is nobody's, an old copy say, and stays
    return inside in _BESIDE_THEM or folder == f"{_CHECKS}/sample" or (hidden and folder == f"{_CHECKS}/hidden")
