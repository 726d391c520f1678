"""The temporary folder of a grading, and what a grading that was killed has left: its folder, its programs, its groups.

A folder whose owner lives is never touched (``owned.py``). Whose processes these are is told by what cannot be chosen
by chance: the user id that a world took for its programs and noted, or the folder's random name in the environment that
a process began with.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.observe.processes import kill
from grader.observe.procfs import read
from grader.process.interrupts import Held
from grader.sandbox.cgroup import remove_abandoned_groups
from grader.sandbox.copies import remove
from grader.sandbox.owned import NOTE_OF_THE_USER, Owned, abandoned, is_ours, temporary_folder
from grader.sandbox.user import put_away_user

_SWEEPS = 100


@contextmanager
def scratch_folder() -> Iterator[tuple[Path, int]]:
    """Make an empty folder for this one grading, and put it away whatever happens; also give its lock.

    Processes that hold the lock, too, keep it alive when this one is gone.
    """
    held = Held()
    folder = Owned(temporary_folder())
    try:
        try:
            folder.make()
            yield Path(folder.path), folder.lock
        finally:
            held.hold()
    finally:
        if folder.path:
            put_away(folder.path)
        folder.let_go()
        held.release()


def tidy_up() -> None:
    """Put away what gradings have left that were killed: processes, folders, groups."""
    remove_abandoned_groups()
    for folder in abandoned(temporary_folder()):
        with suppress(OSError, subprocess.CalledProcessError):  # what cannot be removed costs the living nothing
            put_away(folder.path)


def put_away(folder: str) -> None:
    """End what still runs of the grading that had this folder, and remove it."""
    for uid in _users(folder):
        put_away_user(uid)
    for _ in range(_SWEEPS):
        if not kill(_programs(folder)):
            break
    remove_abandoned_groups()
    remove(folder)


def _users(folder: str) -> set[int]:
    """Return the user ids that were noted in this folder and in no other; only root takes any."""
    noted: dict[bool, set[int]] = {True: set(), False: set()}
    for other in Path(folder).parent.glob("grader-*"):
        for place in (other, *other.glob("examination/*/scratch")) if os.geteuid() == 0 and is_ours(str(other)) else ():
            with suppress(OSError, ValueError):
                noted[str(other) == folder].add(int((place / NOTE_OF_THE_USER).read_text(encoding="ascii")))
    return noted[True] - noted[False] - {0}


def _programs(folder: str) -> list[int]:
    """Return the processes of our own user that began with a place in this folder for their files."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit() and int(name) != os.getpid():
            with suppress(OSError):
                if os.stat(f"/proc/{name}").st_uid == os.geteuid() and _began_in(folder, name):
                    found.append(int(name))
    return found


def _began_in(folder: str, pid: str) -> bool:
    words = read(f"/proc/{pid}/environ").split("\0")
    return any(word.startswith((f"TMPDIR={folder}/", f"HOME={folder}/")) for word in words)
