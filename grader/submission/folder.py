"""A submission on the disk: walked from descriptor to descriptor, so that no link is followed, whoever changes it.

Everything is first opened with O_PATH (open(2)): that looks at a thing without opening it, so a pipe cannot block, a
device notices nothing, and what was looked at is what is read.
"""

import errno
import os
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.failures import BadCall
from grader.model import Intake, Refusal
from grader.submission.rules import Refused

_KINDS = {
    stat.S_IFREG: "a file",
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_GONE = {errno.ENOENT, errno.ESTALE}
_CHUNK = 64 * 1024  # bytes


def kind_of(mode: int) -> str:
    """Return what a mode of stat(2) says that something is, in words."""
    return _KINDS.get(stat.S_IFMT(mode), "nothing that this grader knows")


def seen(name: str | Path, folder: int | None = None, *, follow: bool = False) -> int | None:
    """Return a descriptor that looks at ``name`` (below ``folder``) without opening it, or None where nothing is there.

    Raises OSError where even that is not allowed.
    """
    flags = os.O_PATH | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno in _GONE:
            return None
        raise


def opened(look: int, flags: int = 0) -> int:
    """Return a descriptor to read what ``look`` looks at: that very file, wherever its name leads by now (proc(5))."""
    return os.open(f"/proc/self/fd/{look}", os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | flags)


def content_of(look: int, limit: int) -> bytes:
    """Read the file that ``look`` looks at, up to ``limit + 1`` bytes. Raises OSError."""
    descriptor = opened(look)
    try:
        content = bytearray()
        while len(content) <= limit:
            piece = os.read(descriptor, min(_CHUNK, limit + 1 - len(content)))
            if not piece:
                break
            content += piece
        return bytes(content)
    finally:
        os.close(descriptor)


class ExerciseFolder:
    """The folder of one exercise."""

    def __init__(self, descriptor: int, path: Path, intake: Intake) -> None:
        """Take over a descriptor of the folder; ``path`` is its name in complaints."""
        self._descriptor = descriptor
        self._path = path
        self._entries = intake.entries

    def names(self) -> list[str]:
        """Return what lies in it."""
        names: list[str] = []
        with os.scandir(self._descriptor) as entries:
            for entry in entries:
                if len(names) == self._entries:
                    msg = f"more than {self._entries} things lie in this folder; only its programs are taken"
                    raise Refused(msg)
                names.append(entry.name)
        return names

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the content of a regular file that has this name alone.

        Whoever has an account on the machine could make a second name for a file that is not theirs. Clones, archives
        and copies make none.
        """
        try:
            look = seen(name, self._descriptor)
            if look is None:
                return None
            try:
                facts = os.fstat(look)
                if not stat.S_ISREG(facts.st_mode):
                    msg = f"it is {kind_of(facts.st_mode)} and no regular file"
                    raise Refused(msg)
                if facts.st_nlink > 1:
                    msg = "it is a hard link: the same file has another name; a copy of its own would be taken"
                    raise Refused(msg)
                return content_of(look, limit)
            finally:
                os.close(look)
        except OSError as error:
            raise _unreadable(self._path / name, error) from error

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self._descriptor)


class SubmittedFolder:
    """A folder that has the same shape as ``exercises/``."""

    refused: tuple[Refusal, ...] = ()

    def __init__(self, look: int, path: Path, intake: Intake) -> None:
        """Walk from what ``look`` looks at; ``path`` is its name in complaints."""
        self._look = look
        self._path = path
        self._intake = intake
        self._folders: list[ExerciseFolder] = []

    def __enter__(self) -> Self:
        """Begin to walk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give back what the walk has opened."""
        for folder in self._folders:
            folder.close()

    def folder(self, name: str) -> ExerciseFolder | None:
        """Return the folder of an exercise."""
        try:
            look = seen(name, self._look)
            if look is None:
                return None
            try:
                mode = os.fstat(look).st_mode
                if not stat.S_ISDIR(mode):
                    msg = f"{name} is {kind_of(mode)} and no folder"
                    raise Refused(msg)
                folder = ExerciseFolder(opened(look, os.O_DIRECTORY), self._path / name, self._intake)
            finally:
                os.close(look)
        except OSError as error:
            raise _unreadable(self._path / name, error) from error
        self._folders.append(folder)
        return folder


def _unreadable(path: Path, error: OSError) -> BadCall:
    return BadCall(f"{path}: {error.strerror}; the submission must be readable")
