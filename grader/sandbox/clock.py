"""One run of a program where the kernel does not show what it waits for: expectation and the clock.

psutil tells the same on Linux and macOS of processes of one's own: which there are, the CPU time that they have used,
the sockets that they hold. So nothing is ever proved to wait for ever. What is taken for granted instead:

- a program that has hardly used a processor for a while, all of it within one wait, is asleep;
- whoever sleeps and has left no key unread may be typed to; whoever has slept on for long enough wants to be;
- what an ended program sent or printed has arrived a while after its end.

Such a while counts only while the grader could look: one that was kept from looking has not seen the program rest.
"""

import os
import time
from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import msgspec
import psutil

from grader.observe.calls import Call, Held
from grader.observe.look import AWAKE, Look
from grader.observe.processes import Activity
from grader.observe.sockets import Address
from grader.observe.terminal import Terminal
from grader.sandbox.running import Running

if TYPE_CHECKING:
    from psutil._ntuples import addr, pconn  # psutil's own names for them are not public

_A_WHILE = 0.1  # seconds; a program that has nothing more to do is taken at its word after so long
_REST_SHARE = 0.25  # of one processor; whoever uses less only wakes up now and then to look
_LONGEST_STEP = 0.05  # seconds between two looks that count
_LONGEST_DYING = 5.0  # seconds that a killed process may take to go


class _Moment(msgspec.Struct, frozen=True):
    """What was seen at one look: ``at`` and ``used`` are in seconds, of watching and of CPU time."""

    at: float
    used: float
    processes: frozenset[psutil.Process]


class ByTheClock(Running):
    """A run of which psutil tells what it can."""

    def __init__(self, terminal: Terminal, keyboard_seconds: float) -> None:
        """Watch what was started on ``terminal``; after ``keyboard_seconds`` of rest it is taken to want a line."""
        super().__init__(terminal)
        self._keyboard_seconds = keyboard_seconds
        self._first = psutil.Process(terminal.pid)
        self._used = {self._first: 0.0}  # CPU seconds of every process that was ever seen, also of those that are gone
        self._watched = 0.0  # seconds in which the grader could look
        self._latest = time.monotonic()
        self._moments: deque[_Moment] = deque()  # the present wait's, no longer than a while
        self._asleep_since: float | None = None
        self._gone_since: float | None = None

    def pids(self) -> tuple[int, ...]:
        """Return those that descend from the first, share its session, or did so when they were seen before."""
        return tuple(sorted(process.pid for process in self._living()))

    def has_ended(self) -> bool:
        """Tell whether the first process has ended, buried or not."""
        return not _is_alive(self._first)

    def kill(self) -> None:
        """End what was ever seen of it, and what is left of its session."""
        began = time.monotonic()
        self._living()  # whom the first leaves behind is known from now on
        with suppress(psutil.Error):
            self._first.kill()
        while (others := self._living() - {self._first}) and time.monotonic() - began < _LONGEST_DYING:
            for process in others:
                with suppress(psutil.Error):
                    process.kill()
            psutil.wait_procs(others, timeout=_LONGEST_DYING)
        self.terminal.discard()  # on macOS, a process ends only once its terminal's output has been taken
        self.status()
        self.terminal.close()

    def watch_afresh(self) -> None:
        """Begin a new while."""
        self._moments.clear()
        self._asleep_since = None

    def look(self) -> Look:
        """See how much it has used, and for how long it has used hardly anything."""
        before, self._latest = self._latest, time.monotonic()
        self._watched += min(self._latest - before, _LONGEST_STEP)
        if self.has_ended():
            self._gone_since = self._watched if self._gone_since is None else self._gone_since
            return AWAKE
        if not self._is_calm():
            self._asleep_since = None
            return AWAKE
        if self._asleep_since is None:
            self._asleep_since = self._moments[0].at
        takes_keys = not self.terminal.has_unread_keys(())
        return Look(
            asleep=True,
            at_the_keyboard=takes_keys and self._watched - self._asleep_since > self._keyboard_seconds,
            takes_keys=takes_keys,
        )

    def activity(self) -> Activity:
        """Return the CPU time that was used; who waited for a processor, or for a disk, is not told."""
        return Activity(self.cpu_seconds(), is_stalled=True)

    def something_is_on_its_way(self) -> bool:
        """Tell whether its end was seen only now."""
        return self._gone_since is None or self._watched - self._gone_since < _A_WHILE

    def has_unread_from(self, peer: Address, *, accepted: bool) -> bool:
        """Tell whether the program was not seen to accept; then it is trusted to have read."""
        ends = (connection.raddr for connection in self._connections("tcp"))
        return not accepted and peer not in {_address(end) for end in ends if end}

    def has_unread_datagrams(self) -> bool:
        """Return False: nobody tells."""
        return False

    def is_stopped(self) -> bool:
        """Tell whether every living process has been stopped."""
        return all(map(_is_seen_stopped, self._living()))

    def processes(self) -> int:
        """Return how many processes there were at the latest look."""
        return len(self._moments[-1].processes) if self._moments else 0

    def living(self) -> int:
        """Return how many processes of the program there are now that have not ended."""
        return len(self._living())

    def cpu_seconds(self) -> float:
        """Return the CPU time used up to the latest look, also by processes that are gone."""
        return sum(self._used.values())

    def listeners(self, protocol: str) -> tuple[Address, ...]:
        """Return where the program's own sockets take clients, or anyone's datagrams."""
        taking = psutil.CONN_LISTEN if protocol == "tcp" else psutil.CONN_NONE
        found = (one for one in self._connections(protocol) if one.status == taking and not one.raddr)
        return tuple(_address(one.laddr) for one in found if one.laddr)

    def sockets_held(self) -> frozenset[Hashable]:
        """Return both ends of the program's Internet sockets: processes that share one hold one."""
        return frozenset((one.type, one.laddr, one.raddr) for one in self._connections("inet"))

    def connections(self) -> tuple[Held, ...]:
        """Return the program's TCP connections; whether something lies unread is not told."""
        held = [one for one in self._connections("tcp") if one.raddr]
        return tuple(Held(_address(one.raddr), one.status == psutil.CONN_CLOSE_WAIT, unread=False) for one in held)

    def holds_broken_connections(self) -> bool:
        """Return False: nobody tells."""
        return False

    def calls(self, look: Look) -> tuple[Call, ...]:
        """Return none: nobody tells."""
        del look
        return ()

    def calls_when_stopped(self) -> tuple[Call, ...]:
        """Return none: nobody tells."""
        return ()

    def was_refused_over_tcp(self) -> bool:
        """Return False: nobody tells."""
        return False

    @property
    def shows_what_is_read(self) -> bool:
        """Whether it can be seen what lies unread in its sockets: nobody tells."""
        return False

    def _printing_their_stacks(self) -> dict[int, int]:
        return {pid: pid for pid in self.pids()}  # whether they can, they show by doing it

    def _has_gone(self, pid: int) -> bool:
        return pid not in self.pids()

    def _let_go(self) -> None:
        self._living()  # once it is buried, its session is known no more

    def _is_calm(self) -> bool:
        """Whether it has hardly used a processor for a while."""
        processes = self._living()
        for process in processes:
            with suppress(psutil.Error):
                times = process.cpu_times()
                self._used[process] = times.user + times.system
        now = _Moment(self._watched, self.cpu_seconds(), processes)
        if any(map(_is_seen_running, processes)) or (self._moments and self._moments[-1].processes != processes):
            self._moments.clear()
        self._moments.append(now)
        while len(self._moments) > 1 and now.at - self._moments[1].at >= _A_WHILE:
            self._moments.popleft()
        then = self._moments[0]
        span = now.at - then.at
        return span >= _A_WHILE and now.used - then.used < _REST_SHARE * span

    def _living(self) -> frozenset[psutil.Process]:
        found = {*self._used, *self._in_the_session()}
        for process in self._used:
            with suppress(psutil.Error):
                found.update(process.children(recursive=True))
        living = frozenset(filter(_is_alive, found))
        for process in living:
            self._used.setdefault(process, 0.0)
        return living

    def _in_the_session(self) -> Iterator[psutil.Process]:
        if self._status is not None:  # its number may belong to others by now
            return
        for pid in psutil.pids():
            with suppress(OSError, psutil.Error):
                if os.getsid(pid) == self.terminal.pid:
                    yield psutil.Process(pid)

    def _connections(self, kind: str) -> "list[pconn]":
        found = []
        for process in self._living():
            with suppress(psutil.Error):
                found += process.net_connections(kind)
        return found


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _is_seen_running(process: psutil.Process) -> bool:
    """Whether it has a processor or waits for one: a busy machine's programs are not asleep. macOS says so of all."""
    try:
        return psutil.LINUX and process.status() == psutil.STATUS_RUNNING
    except psutil.Error:
        return True


def _is_seen_stopped(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_STOPPED)
    except psutil.Error:  # it has gone meanwhile
        return True


def _address(end: "addr") -> Address:
    host = ip_address(end.ip)
    return str(getattr(host, "ipv4_mapped", None) or host), end.port
