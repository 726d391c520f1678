"""A program's own copy of its files: it may write beside itself, as it would at home, and nobody ever reads it."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

_OPEN_FOLDERS = ("-type", "d", "!", "-perm", "-700", "-execdir", "chmod", "u+rwx", "{}", ";")


def places(scratch: Path) -> tuple[str, str]:
    """Make two empty folders in ``scratch``: for temporary files, and for the copy."""
    temporary, own = scratch / "tmp", scratch / "own"
    for folder in (temporary, own):
        folder.mkdir()
    return str(temporary), str(own)


def remove(folder: str) -> None:
    """Remove a folder and whatever is in it; nobody may be at work in there any more.

    Before Python 3.13 ``rmtree`` calls itself, with a descriptor held, for every level of a tree. rm(1) goes as deep as
    there are folders. A program of our own user's may have closed some of them; no file's mode is changed, because a
    file may have another name elsewhere.
    """
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        # find(1) runs nothing where a relative folder is among those of the commands.
        commands = {"PATH": os.pathsep.join(filter(os.path.isabs, os.get_exec_path()))}
        subprocess.run(["find", folder, *_OPEN_FOLDERS], env=commands, check=False, stderr=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", "--", folder], env=commands, check=True)


def empty(folder: str) -> None:
    """Put an empty folder in place of one that is there."""
    remove(folder)
    os.mkdir(folder)


def copy_of(folder: Path, place: str, owner: int | None = None) -> str:
    """Copy a staged folder, in which there are files alone, into the folder ``place``; return where it is.

    It belongs to ``owner``, where that is not whoever copies.
    """
    own = f"{place}/{folder.name}"
    os.mkdir(own)
    for name in os.listdir(folder):
        shutil.copyfile(folder / name, f"{own}/{name}")
    if owner is not None:
        for path in (*os.scandir(own), own):
            os.chown(path, owner, owner)
    return own


def make_sure_of(place: str, name: str) -> None:
    """Let there be the folder ``name`` in ``place`` again, whatever a program has done to it; it may be empty."""
    os.chmod(place, 0o700)
    os.makedirs(f"{place}/{name}", exist_ok=True)
