"""Groups of the kernel's that bound what a world takes together, where they may be made (root, mostly).

Sources: cgroups(7); Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/{pids,memory,cpuacct}.rst of the kernel.

Version 2 has one group for everything, version 1 a group for each controller. Root needs the one that counts tasks: of
root's processes RLIMIT_NPROC counts none, in whatever user namespace they are.
"""

import errno
import os
import select
from collections.abc import Iterator
from contextlib import suppress

from grader.observe.processes import kill
from grader.observe.procfs import read, write
from grader.sandbox.owned import Owned, abandoned

_ROOT = "/sys/fs/cgroup"
_V1 = ("pids", "memory", "cpuacct")
_V2 = ""  # how /proc/PID/cgroup names its controllers
_MIB = 1024 * 1024
_SWEEPS = 100
_MOMENT = 10  # milliseconds
_NEARLY = 0.95  # of a limit; memory is charged some pages at a time


class BoundedGroup:
    """At most so many tasks, threads included, and so much memory, together.

    Where the machine allows no group, or not every kind, there is no such bound and no such account.
    """

    def __init__(self, tasks: int, memory_mib: int) -> None:
        """Choose the places; nothing is made yet."""
        memory = str(memory_mib * _MIB)
        self._bounds = {
            "pids": {"pids.max": str(tasks)},
            "memory": {
                "memory.limit_in_bytes": memory,
                "memory.memsw.limit_in_bytes": memory,
                "memory.max_usage_in_bytes": "0",
            },
            "cpuacct": {},
            _V2: {"pids.max": str(tasks), "memory.max": memory, "memory.swap.max": "0"},
        }
        self._places = places()
        self._groups: dict[str, Owned] = {}
        self._before = (0.0, 0, 0)  # CPU time, kills, times at the limit of those that were in it before

    def make(self) -> None:
        """Make it, or empty it for others: one group serves all worlds of a process, one after another."""
        for controller in [] if self._groups else self._places:
            group = Owned(self._places[controller])
            try:
                group.make()
            except OSError:  # no root, or a container that may not
                continue
            self._groups[controller] = group
        for controller, group in self._groups.items():
            _kill_all_in(group)
            for name, value in self._bounds[controller].items():
                with suppress(OSError):  # a controller that this group does not have, or swap that nobody counts
                    write(f"{group.path}/{name}", value)
        self._before = (self._cpu_seconds() or 0.0, self._kills(), self._times_at_the_limit())

    def enter(self) -> None:
        """Take the calling process in, and all that it starts."""
        for group in self._groups.values():
            write(f"{group.path}/cgroup.procs", "0")

    def empty(self) -> None:
        """Kill what is left in it."""
        for group in self._groups.values():
            _kill_all_in(group)

    def remove(self) -> None:
        """Empty it and give it back to the kernel."""
        for group in self._groups.values():
            _remove(group)
            group.let_go()
        self._groups.clear()

    def paths(self) -> tuple[str, ...]:
        """Return its folders; none where no group may be made."""
        return tuple(group.path for group in self._groups.values())

    def cpu_seconds(self) -> float | None:
        """Return the CPU time that all who were in this world have used, come and gone or not; None if unknown."""
        seconds = self._cpu_seconds()
        return None if seconds is None else seconds - self._before[0]

    def killed_at_its_limit(self) -> bool:
        """Tell whether the kernel killed a process of this world because together they reached the limit of memory."""
        return self._kills() > self._before[1] and self._times_at_the_limit() > self._before[2]

    def killed_by_the_machine(self) -> bool:
        """Tell whether the kernel killed a process of this world though it was not at its limit: others took it all."""
        return self._kills() > self._before[1] and self._times_at_the_limit() == self._before[2]

    def _cpu_seconds(self) -> float | None:
        with suppress(OSError, KeyError):
            if "cpuacct" in self._groups:
                return int(read(f"{self._groups['cpuacct'].path}/cpuacct.usage")) / 1e9
            if _V2 in self._groups:
                return _numbers(f"{self._groups[_V2].path}/cpu.stat")["usage_usec"] / 1e6
        return None

    def _kills(self) -> int:
        """Return how many processes the kernel killed for want of memory."""
        with suppress(OSError, KeyError):
            if "memory" in self._groups:
                return _numbers(f"{self._groups['memory'].path}/memory.oom_control")["oom_kill"]
            if _V2 in self._groups:
                return _numbers(f"{self._groups[_V2].path}/memory.events")["oom_kill"]
        return 0

    def _times_at_the_limit(self) -> int:
        """Return how often the group's own limit was the reason.

        Version 1 does not count that (some kernels leave its ``failcnt`` at 0): there, the most that was used tells it.
        """
        with suppress(OSError, KeyError):
            if "memory" in self._groups:
                path = self._groups["memory"].path
                most, limit = (int(read(f"{path}/memory.{name}_in_bytes")) for name in ("max_usage", "limit"))
                return int(most > _NEARLY * limit)
            if _V2 in self._groups:
                return _numbers(f"{self._groups[_V2].path}/memory.events")["oom"]
        return 0


def abandoned_groups() -> Iterator[Owned]:
    """Yield the groups of gradings that have been killed."""
    for place in places().values():
        yield from abandoned(place)


def remove_abandoned_groups() -> None:
    """Kill what is left in the groups of gradings that have been killed, and remove them."""
    for group in abandoned_groups():
        _remove(group)


def _remove(group: Owned) -> None:
    _kill_all_in(group)
    for _ in range(_SWEEPS):
        try:
            os.rmdir(group.path)
        except OSError as error:
            if error.errno != errno.EBUSY or _processes(group):
                return  # somebody's whom we cannot see, or may not kill
        else:
            return
        select.poll().poll(_MOMENT)  # its last process has ended, and the kernel has not yet put it away


def _kill_all_in(group: Owned) -> None:
    """Kill whatever is in the group; bounded, and without complaint where it cannot be."""
    if not _processes(group):
        return
    with suppress(OSError):
        write(f"{group.path}/pids.max", "0")  # it starts no more of them meanwhile
    with suppress(OSError):
        write(f"{group.path}/cgroup.kill", "1")  # those in other PID namespaces, too; version 2, from Linux 5.14 on
    for _ in range(_SWEEPS):
        if not kill(_processes(group)):
            return


def _processes(group: Owned) -> list[int]:
    with suppress(OSError):
        return [
            pid for pid in map(int, read(f"{group.path}/cgroup.procs").split()) if pid
        ]  # 0: not to be seen from here
    return []


def _numbers(path: str) -> dict[str, int]:
    """Read a file of lines with a name and a number."""
    words = (line.split() for line in read(path).splitlines())
    return {name: int(number) for name, number in words}


def places() -> dict[str, str]:
    """Return where groups may be made whose bounds hold besides those that hold for the grader, by their controllers.

    In version 1 that is below the grader's own group. In version 2 a group with processes can have none with bounds
    below it, so it is the one around the grader's own.
    """
    found = {}
    with suppress(OSError):
        for line in read("/proc/self/cgroup").splitlines():
            _, controllers, path = line.split(":", 2)
            for controller in set(_V1) & set(controllers.split(",")):
                found[controller] = f"{_ROOT}/{controller}{path}".rstrip("/")
            if not controllers:
                found[_V2] = f"{_ROOT}{os.path.dirname(path)}".rstrip("/")
    if len(found) > 1:  # both versions at once: the controllers are those of version 1
        found.pop(_V2, None)
    return {controller: place for controller, place in found.items() if os.path.isdir(place)}
