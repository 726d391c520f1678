"""A run of which the kernel shows everything (proc(5))."""

import os
import signal
from collections.abc import Hashable

from grader.observe.asking import catching
from grader.observe.calls import Call, Held, stopped_in, waited_in
from grader.observe.look import AWAKE, Look, look_at
from grader.observe.processes import (
    Activity,
    activity,
    are_stopped,
    cpu_seconds,
    living,
    memory_mib,
    socket_inodes,
)
from grader.observe.sockets import CLOSE_WAIT, Address, on_its_way, queues_mib, refused_connections, table, unix_inodes
from grader.observe.terminal import Terminal
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.running import Running

_LOOKS = 2


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
        look = AWAKE
        for _ in range(_LOOKS):  # the processes of the latest look are likely those of now, and need not be found twice
            likely = self._pids
            look = look_at(likely, self._find, self.terminal, self._ports, own_network=self._own_network)
            if likely == self._pids:
                break
        return look

    def _find(self) -> tuple[int, ...]:
        self._pids = self.pids()
        return self._pids

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
        seconds = self._group.cpu_seconds()
        if seconds is not None and self._took_to_start:
            return seconds - self._took_to_start
        seen = cpu_seconds(self._counted())
        if seconds is not None and self._pids:
            self._took_to_start = seconds - seen
        return seen

    def _counted(self) -> tuple[int, ...]:
        """Return the processes whose CPU time is the program's, with that of the children that they have buried."""
        return self._pids

    def processes(self) -> int:
        """Return how many processes there were at the latest look."""
        return len(self._pids)

    def living(self) -> int:
        """Return how many processes of the program there are now that have not ended."""
        return len(living(self.pids()))

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

    def _printing_their_stacks(self) -> dict[int, int]:
        return catching(self.pids(), signal.SIGABRT)

    def _has_gone(self, pid: int) -> bool:
        return not living((pid,))
