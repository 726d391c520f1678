"""A folder or an archive -> a clean staged copy and its hash. Nothing in it is trusted.

``rules.py`` says what is taken, ``folder.py`` and ``archive.py`` (with ``tar.py``) how it is read.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Exercise, Intake, Refusal
from grader.submission.archive import Archive
from grader.submission.folder import SubmittedFolder, content_of, kind_of, seen
from grader.submission.rules import Refused, Source, in_short, take

__all__ = ["Staged", "printable_path", "stage"]

_MIB = 1024 * 1024


class Staged(msgspec.Struct, frozen=True):
    """The copy: which programs and files beside them (``tcp_v3/server.py``) are there, and why others are not."""

    folder: Path
    hash: str
    handed_in: frozenset[str]
    refused: tuple[Refusal, ...]


def stage(submission: Path, exercises: tuple[Exercise, ...], intake: Intake, folder: Path) -> Staged:
    """Copy the Python files of each exercise from ``submission`` to ``folder``, which does not exist or is empty.

    The hash is made of their paths and contents alone: an archive has that of the folder that was packed. Raises
    BadCall where ``submission`` is neither a folder nor an archive with at least one of the exercises, or cannot be
    read.
    """
    copied: dict[str, bytes] = {}
    refused: list[Refusal] = []
    found = False
    with _opened(submission, exercises, intake) as source:
        refused += source.refused
        for exercise in exercises:
            try:
                inside = source.folder(exercise.name)
            except Refused as reason:
                refused += [Refusal(f"{exercise.name}/{file}", str(reason)) for file in exercise.programs]
                found = True
                continue
            if inside is not None:
                found = True
                taken, left_out = take(exercise, inside, intake)
                copied |= taken
                refused += left_out
    if not found:
        names = ", ".join(exercise.name for exercise in exercises)
        msg = f"{printable_path(submission)}: not a submission; it has none of the folders {names}"
        raise BadCall(msg)
    for name, content in copied.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            copy.write(content)
    return Staged(folder=folder, hash=_hash(copied), handed_in=frozenset(copied), refused=tuple(refused))


def printable_path(path: Path) -> str:
    """Return the path that the grader was called with so that it can be shown anywhere, however long it is."""
    return "/".join(in_short(part) for part in str(path).split("/"))


@contextmanager
def _opened(submission: Path, exercises: tuple[Exercise, ...], intake: Intake) -> Iterator[Source]:
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
            with SubmittedFolder(look, submission, intake) as folder:
                yield folder
        else:
            yield _archive(look, mode, exercises, intake)
    except Refused as reason:
        msg = f"{path}: {reason}"
        raise BadCall(msg) from reason
    except OSError as error:
        msg = f"{path}: {error.strerror}; the submission must be readable"
        raise BadCall(msg) from error
    finally:
        os.close(look)


def _archive(look: int, mode: int, exercises: tuple[Exercise, ...], intake: Intake) -> Archive:
    if not stat.S_ISREG(mode):
        msg = f"neither a folder nor an archive of one, but {kind_of(mode)}"
        raise Refused(msg)
    largest = intake.archive_mib * _MIB
    data = content_of(look, largest)
    if len(data) > largest:
        msg = f"larger than {intake.archive_mib} MiB; hand in the exercises alone"
        raise Refused(msg)
    return Archive(data, exercises, intake)


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"
