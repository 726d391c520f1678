"""A folder of programs -> a clean staged copy and its hash. Nothing in it is trusted."""

import hashlib
import os
import stat
from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Exercise

_LARGEST = 1024 * 1024  # bytes of one file
_MOST_FILES = 50  # in the folder of one exercise


class Staged(msgspec.Struct, frozen=True):
    """The copy: which programs (``tcp_v3/server.py``) are there, and why others are not."""

    folder: Path
    hash: str
    handed_in: frozenset[str]
    refused: dict[str, str]


def stage(submission: Path, exercises: tuple[Exercise, ...], folder: Path) -> Staged:
    """Copy the Python files of each exercise from ``submission`` to ``folder``: regular files only, no links.

    Raises BadCall where ``submission`` is no folder with at least one of the exercises, or cannot be read.
    """
    if not submission.is_dir():
        msg = f"{submission}: no such folder; name one that has the same shape as exercises/"
        raise BadCall(msg)
    refused: dict[str, str] = {}
    copied: dict[str, bytes] = {}
    try:
        for exercise in exercises:
            source = submission / exercise.name
            if not _is_folder(source):
                continue
            for path in sorted(source.iterdir())[:_MOST_FILES]:
                name = f"{exercise.name}/{path.name}"
                if path.suffix != ".py":
                    continue
                if reason := _reason_to_refuse(path):
                    refused[name] = reason
                else:
                    copied[name] = path.read_bytes()
    except OSError as error:
        msg = f"{error.filename}: {error.strerror}; the submission must be readable"
        raise BadCall(msg) from error
    if not copied and not refused and not any(_is_folder(submission / exercise.name) for exercise in exercises):
        names = ", ".join(exercise.name for exercise in exercises)
        msg = f"{submission}: not a submission; it has none of the folders {names}"
        raise BadCall(msg)
    for name, content in copied.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return Staged(folder=folder, hash=_hash(copied), handed_in=frozenset(copied), refused=refused)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _reason_to_refuse(path: Path) -> str:
    facts = os.lstat(path)
    if not stat.S_ISREG(facts.st_mode):
        return "it is not a regular file"
    if facts.st_size > _LARGEST:
        return f"it is larger than {_LARGEST // 1024} KiB"
    return ""


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return f"sha256:{digest.hexdigest()}"
