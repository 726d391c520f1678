"""Folders that are somebody's for as long as that process lives: temporary ones, and the kernel's control groups.

The proof of life is the folder's lock (flock(2) on the folder itself). The kernel takes it back however its holder
ends, and knows it in every PID namespace. A folder of the same user's without an owner may be put away by anybody.

Between being made and being locked a folder looks abandoned, too. So its maker looks again when it has the lock: if the
folder has been put away in the meantime, another one is made.
"""

import fcntl
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress

from grader.failures import GraderBroken

_NAME = re.compile(r"grader-[0-9a-f]{16}")
_OPEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST_ATTEMPTS = 100
NOTE_OF_THE_USER = "uid"


class Owned:
    """A folder with a name that cannot collide, below ``parent``; nothing is made yet."""

    def __init__(self, parent: str) -> None:
        """Choose its place."""
        self.parent = parent
        self.path = ""  # empty until there is one
        self.lock = -1

    def make(self) -> None:
        """Make it, empty and for its owner alone. Raises OSError where that is not allowed."""
        for _ in range(_MOST_ATTEMPTS):
            self.path = f"{self.parent}/grader-{os.urandom(8).hex()}"
            os.mkdir(self.path, 0o700)
            if (lock := _locked(self.path)) is not None:
                self.lock = lock
                return
        msg = f"{self.parent}: every new folder is removed by somebody"
        raise OSError(msg)

    def let_go(self) -> None:
        """Give the lock back, whatever has become of the folder."""
        if self.lock >= 0:
            os.close(self.lock)
        self.path, self.lock = "", -1


def abandoned(parent: str) -> Iterator[Owned]:
    """Yield the folders below ``parent`` that are ours and have no owner any more; each with its lock taken."""
    with suppress(OSError):
        for name in sorted(os.listdir(parent)):
            if _NAME.fullmatch(name) and (lock := _locked(f"{parent}/{name}")) is not None:
                found = Owned(parent)
                found.path, found.lock = f"{parent}/{name}", lock
                try:
                    yield found
                finally:
                    found.let_go()


def temporary_folder() -> str:
    """Return where temporary folders are made; Python's own answer tries a file out, which SIGKILL can leave there.

    Raises GraderBroken where there is no such place.
    """
    for place in (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp"):  # noqa: S108 - as in tempfile
        if place and os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK):
            return os.path.abspath(place)
    raise GraderBroken("no temporary folder can be written to; name one in TMPDIR")


def is_ours(path: str) -> bool:
    """Tell whether a path is that of a folder that a grading of this user's has made."""
    with suppress(OSError):
        found = os.lstat(path)
        return bool(_NAME.fullmatch(os.path.basename(path))) and (
            stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
        )
    return False


def note_the_user(folder: str, uid: int) -> None:
    """Note in a folder of ours which user's programs run in it: whoever puts it away must know."""
    with open(f"{folder}/{NOTE_OF_THE_USER}", "w", encoding="ascii") as note:
        note.write(str(uid))


def _locked(path: str) -> int | None:
    """Return the folder with its lock taken; None where it is gone, a stranger's, or has an owner."""
    try:
        lock = os.open(path, _OPEN)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found, there = os.fstat(lock), os.stat(path, follow_symlinks=False)
        if found.st_uid == os.geteuid() and (found.st_dev, found.st_ino) == (there.st_dev, there.st_ino):
            return lock
    except OSError:
        pass
    os.close(lock)
    return None
