"""The world of kind ``plain``: the student's own code as the student. No boundary; limits, and its processes killed."""

import os
import signal
import socket
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from grader.course import Limits
from grader.failures import GraderBroken
from grader.observe.processes import children, end_children, family, is_over, kill, socket_inodes
from grader.observe.procfs import read
from grader.observe.sockets import TIME_WAIT, Address, Socket, table
from grader.observe.terminal import Terminal
from grader.sandbox import login, network, seccomp
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.copies import copy_of, empty, make_sure_of, places
from grader.sandbox.farewell import Patience, end_memory_of
from grader.sandbox.limits import THREADS_OF_A_PROCESS, setter
from grader.sandbox.running import Running
from grader.sandbox.shown import Shown

_LONGEST_BURIAL = 10.0  # seconds
_SOMEWHERE = ("127.0.0.1", 9)  # nothing is sent there


class PlainWorld(ABC):
    """The machine as it is: one check at a time, on its only loopback."""

    kind = "plain"
    is_a_boundary = False
    needs_linux = False
    own_network = False

    def __init__(self, limits: Limits, scratch: Path) -> None:
        """Use ``scratch``, an empty folder."""
        self._parent = os.getpid()
        self._limit = setter(limits)
        self._group = BoundedGroup(limits.processes * THREADS_OF_A_PROCESS, limits.memory_mib)
        self._temporary, self._own = places(scratch)
        self._patience = Patience()
        self._folder = ""  # the copy of the student's
        self._has_files = self._share_files = False  # whether that is there already, and whether it is for all runs
        try:
            self._filter = seccomp.build()
        except OSError:
            self._filter = b""

    def enter_fresh_world(self, ports: frozenset[int], *, side_by_side: bool = False) -> None:
        """See to it that the ports are free, as they are in a network of one's own.

        Raises GraderBroken where a stranger listens there; names its process where the kernel lets us know it. Also
        where this machine's loopback is down, as in a network namespace that nobody has set up.
        """
        self._has_files, self._share_files = False, side_by_side
        _refuse_a_dead_loopback()
        self._free(ports)
        self._group.make()

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """Leave a world in which there were these connections; of its files nothing is left."""
        del connections  # the kernel's tables tell the next one all about them
        self._group.empty()
        for folder in (self._temporary, self._own):
            empty(folder)

    @abstractmethod
    def _free(self, ports: frozenset[int]) -> None:
        """Wait until the ports are free. Raises GraderBroken."""

    @abstractmethod
    def _watched(self, terminal: Terminal, ports: frozenset[int]) -> Running:
        """Watch what was started on ``terminal``."""

    def _prepare(self) -> None:
        """Run in a child before it becomes whatever the world is to confine."""
        os.umask(login.UMASK)
        network.die_with_parent(self._parent)
        self._group.enter()
        self._limit()
        if self._filter:
            with suppress(OSError):  # no boundary here: it keeps accidents small, where the kernel has it
                seccomp.confine(self._filter)

    def _log_in(self) -> None:
        """Run in the child, on its terminal, before it becomes the program."""
        self._prepare()

    def start(self, folder: Path, file: str, ports: frozenset[int]) -> Running:
        """Start a copy of ``folder/file`` on a terminal of its own, in a home of its own or that of the first start."""
        if not self._has_files:
            self._folder = self._copy(folder)
            self._has_files = self._share_files
        else:
            make_sure_of(self._own, folder.name)
        command = [self._interpreter(), "-X", "faulthandler", file]
        environment = self._environment() | {"PWD": self._folder}
        terminal = Terminal(command, folder=self._folder, environment=environment, prepare=self._log_in)
        return self._watched(terminal, ports)

    def _copy(self, folder: Path) -> str:
        """Return the folder with a copy that the program may do with as it likes, in an empty home."""
        empty(self._own)
        return copy_of(folder, self._own)

    def _environment(self) -> dict[str, str]:
        path = os.environ.get("PATH", login.PATH)
        return login.environment(self._own, self._temporary, name=login.name_of(os.getuid()), path=path)

    def _interpreter(self) -> str:
        return sys.executable


def _refuse_a_dead_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        try:
            end.connect(_SOMEWHERE)
        except OSError as error:
            msg = f"this machine cannot reach itself at {_SOMEWHERE[0]}: {error.strerror}; try: ip link set lo up"
            raise GraderBroken(msg) from error


class Plain(PlainWorld):
    """The machine as it is, and all of it seen."""

    def __init__(self, limits: Limits, scratch: Path) -> None:
        """Adopt whatever the programs leave behind; ``scratch`` is an empty folder that may be used."""
        super().__init__(limits, scratch)
        self._runs: set[int] = set()
        network.adopt_orphans()

    def try_out(self) -> None:
        """Do nothing: whatever is there will do."""

    def _free(self, ports: frozenset[int]) -> None:
        began = time.monotonic()
        while at_the_port := [row for row in table(ports) if row.local[1] in ports]:
            for row in at_the_port:
                where = f"{row.protocol.upper()} port {row.local[1]}"
                if row.listens and (owner := _owner(row) or _is_nobodys(began)):
                    msg = f"{where} is taken by {owner}; end it and grade again"
                    raise GraderBroken(msg)
                if row.state == TIME_WAIT:
                    end_memory_of(row.local, row.remote)
            if not self._patience.pause():
                msg = f"{where} is still held by a connection that does not end; grade again in a minute"
                raise GraderBroken(msg)

    def _watched(self, terminal: Terminal, ports: frozenset[int]) -> Running:
        return Unwrapped(terminal, ports, self._group, self._runs)


class Unwrapped(Shown):
    """A program that is the grading process's child; its orphans become children of the grading process too."""

    def __init__(self, terminal: Terminal, ports: frozenset[int], group: BoundedGroup, runs: set[int]) -> None:
        """Watch what was started on ``terminal``, in ``group``; ``ports`` are those of the course.

        ``runs`` has the first processes of the runs of this world that the grader has not ended; so it will have this.
        """
        super().__init__(terminal, ports, group, own_network=False)
        self._pidfd = os.pidfd_open(terminal.pid)
        self._runs = runs
        runs.add(terminal.pid)

    def pids(self) -> tuple[int, ...]:
        """Return all that descend from the grading process, but not from another run; orphans count as every run's."""
        others = self._runs - {self.terminal.pid}
        return tuple(pid for child in _own_children() if child not in others for pid in family(child))

    def has_ended(self) -> bool:
        """Tell whether the program's first process has ended."""
        return is_over(self._pidfd)

    def kill(self) -> None:
        """End every process that descends from the grading process, but not from another run."""
        if self._is_beside_others:
            kill(self.pids())
        if self._status is None:
            os.kill(self.terminal.pid, signal.SIGKILL)
            self.status()
        if not self._is_beside_others:
            end_children()
        self._runs.discard(self.terminal.pid)
        os.close(self._pidfd)
        self.terminal.close()

    @property
    def _is_beside_others(self) -> bool:
        return bool(self._runs - {self.terminal.pid})

    def _let_go(self) -> None:
        """Nothing holds it."""


def _own_children() -> list[int]:
    return children(os.getpid())


def _owner(row: Socket) -> str:
    """Name the process that has the socket; empty where none can be seen to have it."""
    for pid in _all_processes():
        with suppress(OSError):  # it has ended meanwhile
            if row.inode in socket_inodes((pid,)):
                name = read(f"/proc/{pid}/comm").strip()
                return f"process {pid} ({name})"
    return ""


def _is_nobodys(since: float) -> str:
    """Name the owner of a socket in whom nobody can look, unless the kernel may just be about to give it up.

    A socket that was on its way from one process to another when both were killed is given up a little later.
    """
    return "a process of another user" if time.monotonic() - since > _LONGEST_BURIAL else ""


def _all_processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())
