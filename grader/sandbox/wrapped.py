"""One run of a program under bubblewrap."""

import json
import os
import re
import signal
from contextlib import suppress

from grader.failures import GraderBroken
from grader.observe.ends import exit_status, is_to_be_ended
from grader.observe.processes import bury, children_of_thread, family, is_over, kill
from grader.observe.procfs import read
from grader.observe.terminal import Terminal
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.farewell import Patience
from grader.sandbox.keeper import Keeper
from grader.sandbox.shown import Shown

_EVENTFD = re.compile(r"^eventfd-count:\s*([0-9a-f]+)$", re.MULTILINE)


class Wrapped(Shown):
    """A program under bubblewrap: a monitor on our side, within the namespace its init, below it the program."""

    def __init__(self, terminal: Terminal, ports: frozenset[int], group: BoundedGroup, status: int) -> None:
        """Watch what was started on ``terminal``; bubblewrap reports to the pipe ``status``."""
        super().__init__(terminal, ports, group, own_network=True)
        self._report = status
        self._reported = b""
        self._reporter_has_gone = False
        self._init: int | None = None
        self._pidfd: int | None = None

    def pids(self) -> tuple[int, ...]:
        """Return all that descends from the namespace's init."""
        if self._find_program() and self._init is not None:
            programs = children_of_thread(self._init, self._init)  # of the only one that it has
            return tuple(pid for program in programs for pid in family(program))
        return ()

    def has_ended(self) -> bool:
        """Tell whether the program's first process has ended. Raises GraderBroken where it could not begin."""
        if self._find_program() and self._pidfd is not None:
            return is_over(self._pidfd)
        if b'"exit-code"' in self._reported:  # it began and ended between two looks
            return True
        if self._reporter_has_gone:
            said = self.terminal.read_to_the_end().decode(errors="replace").strip()
            msg = f"the sandbox did not start: {said}"
            raise GraderBroken(msg)
        return False

    def kill(self) -> None:
        """End the namespace, and every process with it."""
        self._find_program()
        if self._status is None:
            target = self.terminal.pid if self._init is None else self._init
            os.kill(target, signal.SIGKILL)  # the namespace's init takes everything in it along
            self.status()
        if self._init is not None:
            bury(self._init)
        for descriptor in (self._report, self._pidfd):
            if descriptor is not None:
                os.close(descriptor)
        self.terminal.close()

    def _counted(self) -> tuple[int, ...]:
        """Return, besides the program's processes, the namespace's init, which buries its orphans."""
        return self._pids if self._init is None else (self._init, *self._pids)

    def status(self) -> int:
        """Return the exit status of the program, which has ended.

        bubblewrap's monitor passes it on. Where the program has signalled its whole process group, to which the monitor
        belongs, that one would end by the signal: then it is asked before it goes on.
        """
        if self._status is None and self._pidfd is not None and is_to_be_ended(self.terminal.pid):
            told = self._told_to_the_monitor()
            super().status()
            self._status = self._status if told is None else told
        return super().status()

    def _told_to_the_monitor(self) -> int | None:
        """Return what the namespace's init has told the monitor; None where that cannot be seen, or it never will.

        It writes one more than the status into an eventfd: eventfd(2), proc(5). An init that has ended writes no more.
        """
        patience, folder = Patience(), f"/proc/{self.terminal.pid}/fdinfo"
        is_the_last = False
        with suppress(OSError):
            while not is_the_last and (numbers := os.listdir(folder)):
                is_the_last = self._init is None or exit_status(self._init) is not None or not patience.pause()
                for number in numbers:
                    found = _EVENTFD.search(read(f"{folder}/{number}"))
                    if found is not None and (count := int(found[1], 16)):
                        return count - 1
        return None

    def _let_go(self) -> None:
        os.kill(self.terminal.pid, signal.SIGCONT)

    def _find_program(self) -> bool:
        """Find the program's process, once it is there.

        Then the monitor is stopped: it would end with the program and take down at once what the program left behind
        (a child that goes on listening), before anyone could look.
        """
        if self._pidfd is not None:
            return True
        self._reporter_has_gone = self._read_report()
        if self._init is None:
            return False
        programs = children_of_thread(self._init, self._init)
        if not programs:
            return False
        try:
            self._pidfd = os.pidfd_open(programs[0])
        except ProcessLookupError:
            return False
        os.kill(self.terminal.pid, signal.SIGSTOP)
        return True

    def _read_report(self) -> bool:
        """Read what bubblewrap reports, a JSON object a line (bwrap(1), --json-status-fd); True at its end."""
        try:
            while more := os.read(self._report, 4096):
                self._reported += more
        except BlockingIOError:
            at_the_end = False
        else:
            at_the_end = True
        if self._init is None and self._reported.endswith(b"\n"):
            self._init = int(json.loads(self._reported.splitlines()[0])["child-pid"])
        return at_the_end


class Beside(Wrapped):
    """A program under bubblewrap that shares its PID namespace with other runs; bubblewrap starts it without an init.

    Orphans become children of the namespace's own init. Whose they were is not told: they count as every run's.
    """

    def __init__(
        self, terminal: Terminal, ports: frozenset[int], group: BoundedGroup, status: int, keeper: Keeper
    ) -> None:
        """Watch what was started on ``terminal`` in the namespace of ``keeper``."""
        super().__init__(terminal, ports, group, status)
        self._keeper = keeper

    def pids(self) -> tuple[int, ...]:
        """Return the first process with all that descends from it, and the orphans of every run."""
        if not self._find_program() or self._init is None:
            return ()
        return (*family(self._init), *(pid for orphan in self._keeper.orphans() for pid in family(orphan)))

    def kill(self) -> None:
        """End the first process and all that descends from it, and the orphans."""
        if self._find_program():
            kill(self.pids())
        elif self._status is None:
            os.kill(self.terminal.pid, signal.SIGKILL)
        self.status()
        if self._init is not None:
            bury(self._init)  # it may have become ours: a program can kill bubblewrap's process
        for descriptor in (self._report, self._pidfd):
            if descriptor is not None:
                os.close(descriptor)
        self.terminal.close()

    def _told_to_the_monitor(self) -> int | None:
        """Return the status of the first process, which the monitor, stopped as it is, has not buried."""
        return None if self._init is None else exit_status(self._init)

    def _counted(self) -> tuple[int, ...]:
        return self._pids

    def _find_program(self) -> bool:
        """Find the program's process, once bubblewrap's has become it."""
        if self._pidfd is not None:
            return True
        self._reporter_has_gone = self._read_report()
        if self._init is None or not self._keeper.has_begun(self._init):
            return False
        try:
            self._pidfd = os.pidfd_open(self._init)
        except ProcessLookupError:
            return False
        os.kill(self.terminal.pid, signal.SIGSTOP)
        return True
