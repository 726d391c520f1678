"""Make a clean staged copy of a folder or an archive, and its hash. Nothing in it is trusted.

``search.py`` and ``layout.py`` find the exercises, ``rules.py`` says what of them is taken, ``names.py`` which names
are nearly right; ``folder.py`` and ``archive.py`` (with ``tar.py``) read.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.course import Exercise, Intake
from grader.failures import BadCall
from grader.model import Remark
from grader.submission.archive import Archive, read_archive
from grader.submission.folder import DiskFolder, content_of, kind_of, seen
from grader.submission.layout import Layout, Submission
from grader.submission.names import in_short
from grader.submission.rules import LeftOut, Refused, Taken, take
from grader.text import Text, say

__all__ = ["LeftOut", "Staged", "printable_path", "stage"]

_MIB = 1024 * 1024


class Staged(msgspec.Struct, frozen=True):
    """The copy: which programs and files beside them (``tcp_v3/server.py``) are there, and why others are not.

    ``missing`` says of programs that are not there, nor refused, what lies there instead.
    """

    folder: Path
    hash: str
    handed_in: frozenset[str]
    refused: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]
    missing: dict[str, Text]


def stage(submission: Path, exercises: tuple[Exercise, ...], intake: Intake, folder: Path) -> Staged:
    """Copy the Python files of each exercise from ``submission`` to ``folder``, which does not exist or is empty.

    The hash is made of their paths and contents alone, under the names that they should have: an archive has that of
    the folder that was packed. Raises BadCall where ``submission`` is neither a folder nor an archive with at least one
    of the exercises, or cannot be read.
    """
    with _opened(submission, Layout(exercises, intake), intake) as (layout, found):
        taken = Taken({}, list(found.refused), list(found.remarks), {})
        if found.place:
            taken.remarks.append(Remark(found.place, "."))
        for exercise in exercises:
            _take(exercise, layout, found, intake, taken)
    for name, content in taken.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            copy.write(content)
    return Staged(
        folder=folder,
        hash=_hash(taken.files),
        handed_in=frozenset(taken.files),
        refused=tuple(taken.refused),
        remarks=tuple(taken.remarks),
        missing=taken.missing,
    )


def _take(exercise: Exercise, layout: Layout, found: Submission, intake: Intake, taken: Taken) -> None:
    """Add to ``taken`` what there is of one exercise."""
    try:
        place = layout.exercise(exercise.name, found)
        inside = place and take(exercise, place.folder, place.name, intake)
    except Refused as refusal:
        taken.refused.extend(LeftOut(f"{exercise.name}/{file}", refusal.reason) for file in exercise.programs)
        return
    if place is None or inside is None:
        instead = layout.instead(exercise.name, found)
        taken.missing.update((f"{exercise.name}/{file}", instead) for file in exercise.programs)
        return
    taken.files.update(inside.files)
    taken.refused.extend((*place.refused, *inside.refused))
    taken.remarks.extend((*place.remarks, *inside.remarks))
    taken.missing.update({path: layout.with_stray(said, path, found) for path, said in inside.missing.items()})


def printable_path(path: Path) -> str:
    """Return the path that the grader was called with so that it can be shown anywhere, however long it is."""
    return "/".join(in_short(part) for part in str(path).split("/"))


@contextmanager
def _opened(submission: Path, layout: Layout, intake: Intake) -> Iterator[tuple[Layout, Submission]]:
    """Open a submission: whether it is a folder or an archive, and which, its content says."""
    path = printable_path(submission)
    try:
        look = seen(submission, follow=True)  # whoever calls the grader may name it by a link
    except OSError as error:
        msg = f"{path}: {error.strerror}; the submission must be readable"
        raise BadCall(msg) from error
    if look is None:
        msg = f"{path}: no such folder or archive; name one that has the same shape as exercises/"
        raise BadCall(msg)
    try:
        mode = os.fstat(look).st_mode
        if stat.S_ISDIR(mode):
            yield layout, layout.of_folder(DiskFolder(look, submission, intake))
        else:
            yield layout, layout.of_archive(_archive(look, mode, intake))
    except Refused as refusal:
        raise BadCall(say("{path}: {reason}", path=path, reason=refusal.reason)) from refusal
    except OSError as error:
        msg = f"{path}: {error.strerror}; the submission must be readable"
        raise BadCall(msg) from error
    finally:
        os.close(look)


def _archive(look: int, mode: int, intake: Intake) -> Archive:
    if not stat.S_ISREG(mode):
        raise Refused(say("neither a folder nor an archive of one, but {kind}", kind=kind_of(mode).text))
    largest = intake.archive_mib * _MIB
    data = content_of(look, largest)
    if len(data) > largest:
        raise Refused(say("larger than {most} MiB; hand in the exercises alone", most=intake.archive_mib))
    return read_archive(data, intake)


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"
