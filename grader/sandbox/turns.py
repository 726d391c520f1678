"""Whose turn it is on a loopback that several gradings share: in the order in which they came.

Each grading draws a number: a file that it keeps locked (flock(2)) until its trials are done, however they end. It
waits for the lock of every lower number, and new numbers are higher than all others: nobody overtakes. The folder of
the numbers lies where nobody else can make one: for root below ``/run``, for a user in the runtime folder. Where there
is no such place, in the temporary one: then a stranger can keep gradings from beginning, and they say so.

The loopback belongs to a network namespace, so each has a folder of its own. Two ordinary users do not wait for each
other: neither could be kept from holding a lock that both may take. A port that another one uses is an ``error``.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from grader.failures import GraderBroken
from grader.process.interrupts import Held
from grader.sandbox.owned import temporary_folder

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_DIGITS = 12
_MOST_ATTEMPTS = 1000


@contextmanager
def turn(waits: Callable[[], None]) -> Iterator[int]:
    """Wait for all gradings of this user's on this loopback that came before; ``waits`` hears that there are some.

    Gives the lock: processes that hold it, too, keep the turn when this one is gone.
    Raises GraderBroken where a stranger has taken the place of the numbers.
    """
    held = Held()
    number = _Number(_folder())
    try:
        try:
            number.draw()
            number.wait(waits)
            yield number.lock
        finally:
            held.hold()
    finally:
        number.give_back()
        held.release()


class _Number:
    """A number in the folder ``path``; nothing is drawn yet."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._name = ""
        self.lock = -1

    def draw(self) -> None:
        """Take the next number, and its lock."""
        for _ in range(_MOST_ATTEMPTS):
            with suppress(FileExistsError):
                os.mkdir(self._path, 0o700)
            if (folder := _locked(self._path)) is None:  # the last one who had a number has just removed it
                continue
            try:
                self._name = f"{max(map(int, _numbers(folder)), default=0) + 1:0{_DIGITS}}"
                self.lock = os.open(self._name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder)
                fcntl.flock(self.lock, fcntl.LOCK_EX)
            finally:
                os.close(folder)
            return
        msg = f"{self._path}: no number can be drawn there"
        raise GraderBroken(msg)

    def wait(self, waits: Callable[[], None]) -> None:
        """Wait until no lower number is anybody's. Those that are drawn meanwhile are higher."""
        told = False
        for name in sorted(name for name in os.listdir(self._path) if name.isdigit() and name < self._name):
            try:
                before = os.open(f"{self._path}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            try:
                fcntl.flock(before, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                if not told:
                    waits()
                told = True
                fcntl.flock(before, fcntl.LOCK_SH)
            finally:
                os.close(before)

    def give_back(self) -> None:
        """Give the number back; remove it, those of killed gradings, and the folders in which none is left."""
        if self.lock >= 0:
            os.close(self.lock)
        place, own = os.path.split(self._path)
        beginning = own.rpartition("-")[0]
        for name in os.listdir(place):  # of networks that are no more, too
            if name.startswith(f"{beginning}-"):
                with suppress(GraderBroken):
                    _remove_what_is_nobodys(f"{place}/{name}")


def _remove_what_is_nobodys(path: str) -> None:
    if (folder := _locked(path)) is None:
        return
    for name in _numbers(folder):
        if _is_nobodys(folder, name):
            os.unlink(name, dir_fd=folder)
    with suppress(OSError):  # others have numbers there
        os.rmdir(path)
    os.close(folder)


def _locked(path: str) -> int | None:
    """Open the folder and take its lock, which is held for moments only; None where it has gone meanwhile."""
    try:
        folder = os.open(path, _OPEN_FOLDER)
    except FileNotFoundError:
        return None
    except OSError as error:
        msg = f"{path}: {error.strerror}; gradings wait for each other there, so remove it"
        raise GraderBroken(msg) from error
    found = os.fstat(folder)
    if found.st_uid != os.geteuid():
        os.close(folder)
        msg = f"{path}: it belongs to another user; gradings wait for each other there, so have it removed"
        raise GraderBroken(msg)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with suppress(FileNotFoundError):
        if os.stat(path, follow_symlinks=False).st_ino == found.st_ino:
            return folder
    os.close(folder)
    return None


def _numbers(folder: int) -> list[str]:
    return [name for name in os.listdir(folder) if name.isdigit()]


def _is_nobodys(folder: int, name: str) -> bool:
    with suppress(OSError):
        lock = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(lock)
        return True
    return False


def _folder() -> str:
    """Return where the numbers of this user for this network lie."""
    try:
        network = os.stat("/proc/self/ns/net").st_ino
    except OSError:  # not Linux: there is one network
        network = 0
    user = os.geteuid()
    for place in ("/run", f"/run/user/{user}"):
        with suppress(OSError):
            found = os.stat(place, follow_symlinks=False)
            if found.st_uid == user and not found.st_mode & 0o022 and os.access(place, os.W_OK):
                return f"{place}/grader-turn-{network}"
    return f"{temporary_folder()}/grader-turn-{user}-{network}"
