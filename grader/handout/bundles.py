"""The archives that platforms make an autograder from. The same course gives the same bytes.

Gradescope: https://gradescope-autograders.readthedocs.io/en/latest/specs/ (``setup.sh`` and ``run_autograder`` at the
root of a zip). Classroom 50: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding (``autograder.py``
and what it needs, the content of the folder ``CLASSROOM/autograders/ASSIGNMENT``).
"""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

from grader.catalog import HANDOUT, load_course
from grader.files import write
from grader.handout.contents import grading
from grader.handout.students import students_repository
from grader.kit.collection import in_order, lesson_of, load

_PLATFORMS = Path(__file__).parent / "platforms"
_BEGINNING_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_PLAIN, _EXECUTABLE = 0o644, 0o755


def gradescope(course: Path, file: Path) -> None:
    """Write ``autograder.zip``, with the hidden checks of the course. Raises BadCall where it cannot be written."""
    _refuse_mistakes(course)
    scripts = {name: (_PLATFORMS / name).read_bytes() for name in ("setup.sh", "run_autograder")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted((scripts | grading(course, hidden=True)).items()):
            entry = zipfile.ZipInfo(path, _BEGINNING_OF_ZIP)
            entry.external_attr = (_EXECUTABLE if path in scripts else _PLAIN) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    write(file, packed.getvalue(), "the archive")


def classroom50(course: Path, file: Path, *, hidden: bool) -> None:
    """Write the bundle as a tar.gz. Raises BadCall where it cannot be written.

    Without the hidden checks it holds what says how many points these decide.
    """
    _refuse_mistakes(course)
    files = grading(course, hidden=hidden)
    if not hidden:
        path = f"exercises/{HANDOUT}"
        files[path] = students_repository(course).files[path]
    files["autograder.py"] = (_PLATFORMS / "autograder.py").read_bytes()
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w") as archive,
    ):
        for path, content in sorted(files.items()):
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), _PLAIN
            archive.addfile(entry, io.BytesIO(content))
    write(file, packed.getvalue(), "the archive")


def _refuse_mistakes(course: Path) -> None:
    """Raise BadCall here, and not on the platform, where the catalogue makes no sense."""
    in_order(load(lesson_of(course)), load_course(course / "exercises"))
