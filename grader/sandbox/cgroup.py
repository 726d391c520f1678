"""A group of the kernel's that holds no more than so many processes, where one may be made (root, mostly).

Sources: cgroups(7); Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/pids.rst of the kernel.

Root needs it: of root's processes RLIMIT_NPROC counts none, in whatever user namespace they are.
"""

import os
from contextlib import suppress

from grader.sandbox.procfs import read, write

_ROOT = "/sys/fs/cgroup"


class BoundedGroup:
    """At most so many tasks, threads included; where the machine allows no group, there is no such bound."""

    def __init__(self, tasks: int) -> None:
        """Choose a place; nothing is made yet."""
        self._tasks = tasks
        self._path = f"{_place()}/grader-{os.getpid()}"
        self._exists = False

    def make(self) -> None:
        """Make it, empty, in place of one from before."""
        self.remove()
        try:
            os.mkdir(self._path)
            self._exists = True
            write(f"{self._path}/pids.max", str(self._tasks))
        except OSError:  # no root, a container that may not, or a hierarchy that does not count processes
            self.remove()

    def enter(self) -> None:
        """Take the calling process in, and all that it starts."""
        if self._exists:
            write(f"{self._path}/cgroup.procs", "0")

    def remove(self) -> None:
        """Give it back to the kernel; nothing may be left in it."""
        with suppress(OSError):
            os.rmdir(self._path)
        self._exists = False


def _place() -> str:
    """Return where a group may be made whose bounds hold besides those that hold for the grader, as far as possible.

    In version 1 that is below the grader's own group. In version 2 a group with processes can have none with bounds
    below it, so it is the one around the grader's own.
    """
    place = _ROOT
    with suppress(OSError):
        for line in read("/proc/self/cgroup").splitlines():
            _, controllers, path = line.split(":", 2)
            if "pids" in controllers.split(","):
                return f"{_ROOT}/pids{path}".rstrip("/")
            if not controllers:
                place = f"{_ROOT}{os.path.dirname(path)}".rstrip("/")
    return place
