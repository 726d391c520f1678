"""A student's program while it runs, as it can be seen and handled from outside."""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Hashable

from grader.sandbox.calls import Call, Held, stopped_in, waited_in
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.look import AWAKE, Look, look_at
from grader.sandbox.processes import Activity, activity, are_stopped, catches, cpu_seconds, memory_mib, socket_inodes
from grader.sandbox.sockets import CLOSE_WAIT, Address, on_its_way, queues_mib, refused_connections, table, unix_inodes
from grader.sandbox.terminal import Terminal


class Running(ABC):
    """One run of one program, in either kind of world, whatever the machine shows of it."""

    def __init__(self, terminal: Terminal) -> None:
        """Watch what was started on ``terminal``."""
        self.terminal = terminal
        self._status: int | None = None

    @abstractmethod
    def pids(self) -> tuple[int, ...]:
        """Return the program's processes; empty before it has begun and after all have ended."""

    @abstractmethod
    def connections(self) -> tuple[Held, ...]:
        """Return the TCP connections that the program holds."""

    @abstractmethod
    def holds_broken_connections(self) -> bool:
        """Tell whether it holds sockets that the kernel has given up; False where that is not shown."""

    @abstractmethod
    def calls(self, look: Look) -> tuple[Call, ...]:
        """Return the calls that it waits in at this look, and on which sockets; none where that is not shown."""

    @abstractmethod
    def calls_when_stopped(self) -> tuple[Call, ...]:
        """Return the calls that the program, which is stopped, was making; none where that is not shown."""

    @abstractmethod
    def was_refused_over_tcp(self) -> bool:
        """Tell whether a TCP connection of its own was refused; False where that is not shown."""

    @property
    @abstractmethod
    def shows_what_is_read(self) -> bool:
        """Whether it can be seen what lies unread in its sockets."""

    @abstractmethod
    def has_ended(self) -> bool:
        """Tell whether the program's first process has ended. Raises GraderBroken where it could not begin."""

    @abstractmethod
    def kill(self) -> None:
        """End every process of the program, whatever it did to avoid that, and bury them."""

    @abstractmethod
    def watch_afresh(self) -> None:
        """Forget what was seen up to now: something has happened since, or is about to."""

    @abstractmethod
    def look(self) -> Look:
        """Look at all that the program is doing."""

    @abstractmethod
    def activity(self) -> Activity:
        """Return what the processes that were there at the latest look have done; it tells where a look does not."""

    @abstractmethod
    def something_is_on_its_way(self) -> bool:
        """Tell whether something that the program, which has ended, sent or printed may not have arrived yet."""

    @abstractmethod
    def has_unread_from(self, peer: Address, *, accepted: bool) -> bool:
        """Tell whether something that ``peer`` sent lies unread; ``accepted``: its connection is known to have been."""

    @abstractmethod
    def has_unread_datagrams(self) -> bool:
        """Tell whether a datagram lies unread in one of its sockets; False where that is not shown."""

    @abstractmethod
    def is_stopped(self) -> bool:
        """Tell whether every process of the program has been stopped by a signal, or has ended."""

    @abstractmethod
    def cpu_seconds(self) -> float:
        """Return the CPU time used so far, by the processes that were there at the latest look."""

    @abstractmethod
    def processes(self) -> int:
        """Return how many processes of the program there were at the latest look."""

    def memory_mib(self) -> float:
        """Return the memory that they have written to together, in MiB; 0 where there is one, which has its limit."""
        return 0.0

    def reached_its_memory(self) -> bool:
        """Tell whether the kernel killed one of its processes because together they were at the limit of memory."""
        return False

    def excuse(self) -> str:
        """Return why it may have failed through no fault of its own, as far as the kernel shows it; mostly empty."""
        return ""

    @abstractmethod
    def listeners(self, protocol: str) -> tuple[Address, ...]:
        """Return where the program's own sockets take clients, or anyone's datagrams."""

    @abstractmethod
    def sockets_held(self) -> frozenset[Hashable]:
        """Return the identities of the sockets that the program holds."""

    @abstractmethod
    def _printing_their_stacks(self) -> list[int]:
        """Return the processes that are to print where they are when they get SIGABRT."""

    @abstractmethod
    def _let_go(self) -> None:
        """Let the process that was started on the terminal end, now that the program has."""

    def status(self) -> int:
        """Return the exit status of the program, which has ended: 128 + N where signal N ended it."""
        if self._status is None:
            self._let_go()
            self._status = self.terminal.bury()
        return self._status

    def stop(self) -> None:
        """Stop every process of the program until it may go on, those included that it starts meanwhile."""
        stopped: set[int] = set()
        while new := set(self.pids()) - stopped:
            for pid in new:
                _signal(pid, signal.SIGSTOP)
            stopped |= new

    def go_on(self) -> None:
        """Let every process of the program go on."""
        for pid in self.pids():
            _signal(pid, signal.SIGCONT)

    def ask_for_stacks(self) -> bool:
        """Make every process of the program print where it is, and die of it; False where none can.

        It runs under ``-X faulthandler``, which does that on SIGABRT.
        """
        able = self._printing_their_stacks()
        for pid in able:
            _signal(pid, signal.SIGABRT)
            _signal(pid, signal.SIGCONT)  # one that has been stopped does nothing until then
        return bool(able)


class Shown(Running):
    """A run of which the kernel shows everything (proc(5))."""

    def __init__(self, terminal: Terminal, ports: frozenset[int], group: BoundedGroup, *, own_network: bool) -> None:
        """Watch what was started on ``terminal``, in ``group``; ``ports`` are those of the course."""
        super().__init__(terminal)
        self._group = group
        self._ports = ports
        self._own_network = own_network
        self._pids: tuple[int, ...] = ()
        self._took_to_start = 0.0  # seconds of CPU time; 0 until the program has been seen

    def watch_afresh(self) -> None:
        """Do nothing: every look is a proof of its own."""

    def look(self) -> Look:
        """Look at all that the program is doing."""
        if self.has_ended():
            return AWAKE
        self._pids = self.pids()
        return look_at(self._pids, self.pids, self.terminal, self._ports, own_network=self._own_network)

    def activity(self) -> Activity:
        """Return what the processes that were there at the latest look have done."""
        return activity(self._pids)

    def something_is_on_its_way(self) -> bool:
        """Tell whether a connection of the course carries something that has not arrived yet."""
        return on_its_way(table(self._ports))

    def has_unread_from(self, peer: Address, *, accepted: bool) -> bool:
        """Tell whether something that ``peer`` sent lies in a queue, accepted or not."""
        del accepted
        return any(row.received for row in table(self._ports) if row.remote == peer)

    def has_unread_datagrams(self) -> bool:
        """Tell whether a datagram lies unread in one of its sockets."""
        inodes = socket_inodes(self.pids())
        return any(row.received for row in table(protocols=("udp",)) if row.inode in inodes)

    def is_stopped(self) -> bool:
        """Tell whether every process of the program has been stopped by a signal, or has ended."""
        return are_stopped(self.pids())

    def cpu_seconds(self) -> float:
        """Return the CPU time used so far: by the group, else by the processes that were there at the latest look.

        What it took to start the program is none of its own.
        """
        seen, seconds = cpu_seconds(self._counted()), self._group.cpu_seconds()
        if seconds is None or not (self._pids or self._took_to_start):
            return seen
        self._took_to_start = self._took_to_start or seconds - seen
        return max(seen, seconds - self._took_to_start)

    def _counted(self) -> tuple[int, ...]:
        """Return the processes whose CPU time is the program's, with that of the children that they have buried."""
        return self._pids

    def processes(self) -> int:
        """Return how many processes there were at the latest look."""
        return len(self._pids)

    def memory_mib(self) -> float:
        """Return the memory that they have written to together, in MiB; 0 where there is one, which has its limit.

        In a network of its own, what the queues of its sockets can hold counts, too.
        """
        if len(self._pids) <= 1:
            return 0.0
        return memory_mib(self._pids) + (queues_mib() if self._own_network else 0.0)

    def _users(self) -> set[int]:
        """Return the users to whom the grader's and the program's sockets belong."""
        return {os.geteuid()}

    def reached_its_memory(self) -> bool:
        """Tell whether the kernel killed one of its processes because together they were at the limit of memory."""
        return self._group.killed_at_its_limit()

    def excuse(self) -> str:
        """Return why it may have failed through no fault of its own, as far as the kernel shows it; mostly empty."""
        if self._group.killed_by_the_machine():
            return "this machine had no memory left, and the kernel killed a process of the program; grade again"
        if not self._own_network:
            for row in table(self._ports):
                if row.inode and row.local[1] in self._ports and row.uid not in self._users():
                    return f"another user used port {row.local[1]} of this machine meanwhile; grade again"
        return ""

    def listeners(self, protocol: str) -> tuple[Address, ...]:
        """Return where the program's own sockets take clients, or anyone's datagrams."""
        found = [row for row in table(protocols=(protocol,)) if row.listens]
        inodes = socket_inodes(self.pids()) if found else frozenset()
        return tuple(row.local for row in found if row.inode in inodes)

    def sockets_held(self) -> frozenset[Hashable]:
        """Return the inodes of all sockets that the program holds, of whatever family.

        An open connection at a port of the course that no process has a descriptor of is the program's, too: the
        descriptor may lie in the queue of a socket (SCM_RIGHTS; unix(7)).
        """
        held = socket_inodes(self.pids())
        rows = table(self._ports, protocols=("tcp",))
        parked = frozenset(row.inode for row in rows if row.inode and row.local[1] in self._ports) - held
        return held | (parked - socket_inodes((os.getpid(),)) if parked else parked)

    def connections(self) -> tuple[Held, ...]:
        """Return the TCP connections that the program holds, of those that touch the ports of the course."""
        inodes = socket_inodes(self.pids())
        rows = [row for row in table(self._ports, protocols=("tcp",)) if row.inode in inodes and not row.listens]
        return tuple(Held(row.remote, row.state == CLOSE_WAIT, bool(row.received)) for row in rows)

    def holds_broken_connections(self) -> bool:
        """Tell whether it holds sockets that stand in no table: neither the Internet's nor the machine's own."""
        known = {row.inode for row in table()} | unix_inodes()
        return bool(socket_inodes(self.pids()) - known)

    def calls(self, look: Look) -> tuple[Call, ...]:
        """Return the calls that it waits in at this look, and on which sockets."""
        return waited_in(look.threads)

    def calls_when_stopped(self) -> tuple[Call, ...]:
        """Return the calls that the program, which is stopped, was making."""
        return stopped_in(self.pids())

    def was_refused_over_tcp(self) -> bool:
        """Tell whether a TCP connection was refused in the program's network, if it has one of its own."""
        return self._own_network and refused_connections() > 0

    @property
    def shows_what_is_read(self) -> bool:
        """Whether it can be seen what lies unread in its sockets: the kernel's tables tell."""
        return True

    def _printing_their_stacks(self) -> list[int]:
        return [pid for pid in self.pids() if catches((pid,), signal.SIGABRT)]


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
