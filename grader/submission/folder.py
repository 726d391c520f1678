"""A submission on the disk: walked from descriptor to descriptor, so that no link is followed, whoever changes it.

Everything is first opened with O_PATH (open(2)): that looks at a thing without opening it, so a pipe cannot block, a
device notices nothing, and what was looked at is what is read.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from grader.course import Intake
from grader.failures import BadCall
from grader.submission.names import in_short
from grader.submission.rules import Kind, Refused
from grader.text import say

_KINDS = {
    stat.S_IFREG: Kind.FILE,
    stat.S_IFDIR: Kind.FOLDER,
    stat.S_IFLNK: Kind.SYMBOLIC_LINK,
    stat.S_IFIFO: Kind.PIPE,
    stat.S_IFSOCK: Kind.SOCKET,
    stat.S_IFCHR: Kind.DEVICE,
    stat.S_IFBLK: Kind.DEVICE,
}
_GONE = {errno.ENOENT, errno.ESTALE}
_CHUNK = 64 * 1024  # bytes


def kind_of(mode: int) -> Kind:
    """Return what a mode of stat(2) says that something is."""
    return _KINDS.get(stat.S_IFMT(mode), Kind.UNKNOWN)


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


class DiskFolder:
    """A folder of a submission. It holds no descriptor of its own: every look walks down from the top again."""

    def __init__(self, top: int, path: Path, intake: Intake, inside: tuple[str, ...] = ()) -> None:
        """Walk from what ``top`` looks at, by the names ``inside``; ``path`` is the submission's name in complaints."""
        self._top = top
        self._path = path
        self._intake = intake
        self._inside = inside

    def names(self) -> list[str]:
        """Return what lies in it."""
        names: list[str] = []
        with self._told(), self._opened() as folder, os.scandir(folder) as entries:
            for entry in entries:
                if len(names) == self._intake.entries:
                    raise Refused(say("more than {most} things lie in this folder", most=self._intake.entries))
                names.append(entry.name)
        return names

    def kind(self, name: str) -> Kind | None:
        """Return what has this name."""
        with self._told(name), self._opened() as folder, _looking(name, folder) as look:
            return None if look is None else kind_of(os.fstat(look).st_mode)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the content of a regular file that has this name alone.

        Whoever has an account on the machine could make a second name for a file that is not theirs. Clones, archives
        and copies make none.
        """
        with self._told(name), self._opened() as folder, _looking(name, folder) as look:
            if look is None:
                return None
            facts = os.fstat(look)
            if not stat.S_ISREG(facts.st_mode):
                raise Refused(say("it is {kind} and no regular file", kind=kind_of(facts.st_mode).text))
            if facts.st_nlink > 1:
                msg = say("it is a hard link: the same file has another name; a copy of its own would be taken")
                raise Refused(msg)
            return content_of(look, limit)

    def folder(self, name: str) -> Self:
        """Return the folder of this name."""
        if (kind := self.kind(name)) is not Kind.FOLDER:
            what = say("gone") if kind is None else kind.text
            raise Refused(say("{name} is {kind} and no folder", name=in_short(name), kind=what))
        return type(self)(self._top, self._path, self._intake, (*self._inside, name))

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """Give a descriptor to read the folder: none of its names is a link at that moment."""
        look = os.dup(self._top)
        try:
            for name in self._inside:
                below = seen(name, look)
                if below is None or not stat.S_ISDIR(os.fstat(below).st_mode):
                    if below is not None:
                        os.close(below)
                    raise Refused(say("{name} is no folder any more", name=in_short(name)))
                os.close(look)
                look = below
            folder = opened(look, os.O_DIRECTORY)
        finally:
            os.close(look)
        try:
            yield folder
        finally:
            os.close(folder)

    @contextmanager
    def _told(self, *names: str) -> Iterator[None]:
        """Tell what could not be read, by its path."""
        try:
            yield
        except OSError as error:
            path = "/".join(map(in_short, (*str(self._path).split("/"), *self._inside, *names)))
            msg = f"{path}: {error.strerror}; the submission must be readable"
            raise BadCall(msg) from error


@contextmanager
def _looking(name: str, folder: int) -> Iterator[int | None]:
    look = seen(name, folder)
    try:
        yield look
    finally:
        if look is not None:
            os.close(look)
