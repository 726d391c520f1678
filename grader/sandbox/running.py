"""A student's program while it runs, as it can be seen and handled from outside."""

import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from functools import partial

from grader.observe.asking import send_to_thread
from grader.observe.calls import Call, Held
from grader.observe.look import Look
from grader.observe.processes import Activity
from grader.observe.sockets import Address
from grader.observe.terminal import Terminal


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

    @abstractmethod
    def living(self) -> int:
        """Return how many processes of the program there are now that have not ended."""

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
    def _printing_their_stacks(self) -> dict[int, int]:
        """Return the processes that print where they are on SIGABRT, each with the thread that is to get it."""

    @abstractmethod
    def _has_gone(self, pid: int) -> bool:
        """Tell whether a process of the program has ended, buried or not."""

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

    def ask_for_stacks(self) -> Iterator[Callable[[], bool]]:
        """Make one process after another print where it is, and die of it; yield what tells whether that one has.

        The latest process is the first to be asked. They run under ``-X faulthandler``, which does that on SIGABRT.
        """
        for pid, tid in reversed(self._printing_their_stacks().items()):
            send_to_thread(pid, tid, signal.SIGABRT)
            _signal(pid, signal.SIGCONT)  # one that has been stopped does nothing until then
            yield partial(self._has_gone, pid)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
