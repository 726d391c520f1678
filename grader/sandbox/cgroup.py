"""A group of the kernel's that holds no more than so many processes, where one may be made (root, mostly).

Sources: cgroups(7); Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/pids.rst of the kernel.

Root needs it: of root's processes RLIMIT_NPROC counts none, in whatever user namespace they are.
"""

import os
from contextlib import suppress

from grader.sandbox.procfs import write

_V2, _V1 = "/sys/fs/cgroup", "/sys/fs/cgroup/pids"


class BoundedGroup:
    """At most so many tasks, threads included; where the machine allows no group, there is no such bound."""

    def __init__(self, tasks: int) -> None:
        """Choose a place; nothing is made yet."""
        self._tasks = tasks
        place = _V1 if os.path.isdir(_V1) else _V2
        self._path = f"{place}/grader-{os.getpid()}"
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
