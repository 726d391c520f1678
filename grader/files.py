"""Files that are written all at once: a reader sees the old one or the new one, whenever the writer is killed."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.failures import BadCall

_MODE = 0o666  # the caller's umask takes away from it
_DRAFT = ".draft"


def write(path: Path, content: bytes, what: str = "the reports") -> None:
    """Write one file; make the folders that it lies in. ``what`` it belongs to is told where that is not possible.

    Raises BadCall where it is not, and where something else than a file would have to give way: /dev/stdout, say.
    """
    write_all({path: content}, what)


def write_all(files: Mapping[Path, bytes | None], what: str = "the reports") -> None:
    """Write every file, and remove those that are None: first all the contents, then name after name.

    Raises BadCall as ``write`` does.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            check(path, what)
            if content is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                drafts[path] = _draft_of(path)
                _write(drafts[path], content)
        for path in files:
            if path in drafts:
                drafts[path].replace(path)
            else:
                remove(path)
    except OSError as error:
        raise BadCall(_complaint(error, path, what)) from error
    finally:
        for draft in drafts.values():
            with suppress(OSError):  # it has become the file
                draft.unlink()


def remove(path: Path) -> None:
    """Remove a file; anything else stays. Raises BadCall where a file must stay."""
    try:
        if path.is_file() and not path.is_symlink():
            path.unlink(missing_ok=True)
    except OSError as error:
        msg = f"{error.filename or path}: {error.strerror}; it must not stay there"
        raise BadCall(msg) from error


def remove_drafts(path: Path) -> None:
    """Remove what a killed writer of this file has left. Raises BadCall where that is not possible."""
    if path.parent.is_dir():
        for place in path.parent.iterdir():
            if place.name.startswith(f".{path.name}.") and place.name.endswith(_DRAFT):
                remove(place)


def check(path: Path, what: str = "the reports") -> None:
    """Raise BadCall where it is known beforehand that a file cannot be written.

    A draft is made, in the folder that would have it or in the one that there is already, and removed.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            msg = f"{path}: not a regular file; {what} cannot be written there"
            raise BadCall(msg)
        folder = next(parent for parent in path.absolute().parents if parent.exists() or parent.is_symlink())
    except OSError as error:
        raise BadCall(_complaint(error, path, what)) from error
    if not folder.is_dir():
        msg = f"{folder}: not a folder; {what} cannot be written there"
        raise BadCall(msg)
    if not os.access(folder, os.W_OK | os.X_OK):
        msg = f"{folder}: may not be written; {what} cannot be written there"
        raise BadCall(msg)
    draft = folder / _draft_of(path).name
    try:
        _write(draft, b"")
        draft.unlink()
    except OSError as error:
        msg = f"{path}: {error.strerror}; {what} cannot be written there"
        raise BadCall(msg) from error


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}{_DRAFT}")


def _write(draft: Path, content: bytes) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _complaint(error: OSError, path: Path, what: str) -> str:
    place = error.filename2 or error.filename or path
    return f"{place}: {error.strerror}; {what} cannot be written there"
