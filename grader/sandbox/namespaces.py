"""The world of kind ``namespaces``: bubblewrap for files, processes and privileges, a fresh network for every check."""

import os
import sys
from pathlib import Path

from grader.course import Limits
from grader.observe.sockets import Address
from grader.observe.terminal import Terminal
from grader.sandbox import login, network, seccomp
from grader.sandbox.bubblewrap import HOME, Bubblewrap
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.copies import copy_of, make_sure_of, places
from grader.sandbox.identity import UserNamespaces, free_id, has_ids_to_give, own_the_terminal
from grader.sandbox.keeper import COMMAND, Keeper
from grader.sandbox.limits import THREADS_OF_A_PROCESS, bounds
from grader.sandbox.owned import note_the_user
from grader.sandbox.running import Running
from grader.sandbox.starting import Manner, Starter
from grader.sandbox.wrapped import Beside, Wrapped

_COUNTS_APART = (5, 14)  # from this version on RLIMIT_NPROC counts for each user namespace; user_namespaces(7)
_WRITABLE = {"tmp": "/tmp", "shm": "/dev/shm"}  # noqa: S108 - the program's own, of a bounded size together


class Namespaces:
    """A world that shows a program nothing but Python, its own files and a loopback of its own.

    To itself the program is user 1000. To the machine it is a user who owns nothing there, where the grader is root;
    nobody else can choose, and a program is whoever grades.
    """

    kind = "namespaces"
    is_a_boundary = True
    needs_linux = True
    own_network = True

    def __init__(self, limits: Limits, scratch: Path) -> None:
        """Enter a user namespace where that is needed; ``scratch`` is an empty folder that may be used.

        Raises OSError where the machine does not allow this kind.
        """
        self._uid = free_id() if has_ids_to_give() else None
        self._limits = bounds(limits, counted_apart=self._uid is not None or _release() >= _COUNTS_APART)
        self._starter = Starter()
        self._group = BoundedGroup(limits.processes * THREADS_OF_A_PROCESS, limits.memory_mib)
        self._temporary, self._own = places(scratch)
        self._proc = f"{self._temporary}/proc"  # of several runs
        self._file_mib = limits.file_mib
        self._python = str(Path(sys.executable).resolve())
        self._filter = seccomp.as_file(seccomp.build())
        names = scratch / "etc"
        names.mkdir()
        self._users = None if self._uid is None else UserNamespaces(self._uid)
        if self._uid is not None:
            note_the_user(str(scratch), self._uid)
        self._bubblewrap = Bubblewrap(self._users, names)
        self._environment = login.environment(HOME, _WRITABLE["tmp"])
        network.become_able_to_unshare()
        network.adopt_orphans()
        entered = ["mnt"] if self._uid is not None else ["user", "mnt"]
        self._entered = tuple(map(network.own_namespace, entered))
        self._network = -1
        self._keeper: Keeper | None = None
        self._has_files = False  # whether the folder that all runs share has been made

    def try_out(self) -> None:
        """Start Python in a fresh world. Raises OSError where that cannot be done or Python lacks some of its parts."""
        self.enter_fresh_world(frozenset())
        terminal = self._terminal(["-I", "-S", "-c", ""])
        status = terminal.bury()
        said = terminal.read_to_the_end().decode(errors="replace").strip()
        terminal.close()
        self.leave_world([])
        if status != 0:
            raise OSError(status, said or "bubblewrap does not run here")

    def enter_fresh_world(self, ports: frozenset[int], *, side_by_side: bool = False) -> None:
        """Move the grading process, and all that it starts from now on, to where nobody is and nothing is left."""
        del ports  # all of them are free
        network.enter_a_fresh_network()
        if self._network >= 0:
            os.close(self._network)
        self._network = network.own_namespace("net")
        network.mount_fresh_folder(self._temporary, self._file_mib)
        self._group.make()
        for name in _WRITABLE:
            os.mkdir(f"{self._temporary}/{name}")
            os.chmod(f"{self._temporary}/{name}", 0o1777)  # noqa: S103 - as everywhere; mkdir heeds the umask
        self._has_files = False
        if side_by_side:
            os.mkdir(self._proc)
            self._keeper = self._new_keeper()

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """Leave: nothing of it reaches the next one."""
        del connections
        if self._keeper is not None:
            self._keeper.end()
            self._keeper = None
        self._group.empty()

    def start(self, folder: Path, file: str, ports: frozenset[int]) -> Running:
        """Start a copy of ``folder/file`` on a terminal of its own, in a home of its own or that of the first start."""
        if not self._has_files:
            network.mount_fresh_folder(self._own, self._file_mib, os.getuid() if self._uid is None else self._uid)
            copy_of(folder, self._own, self._uid)
            self._has_files = self._keeper is not None
        else:
            make_sure_of(self._own, folder.name)
        writable = {path: f"{self._temporary}/{name}" for name, path in _WRITABLE.items()} | {HOME: self._own}
        reader, writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        own_options = ("--chdir", f"{HOME}/{folder.name}", "--json-status-fd", str(writer))
        try:
            terminal = self._terminal(["-X", "faulthandler", file], writable, own_options, (writer,))
        finally:
            os.close(writer)
        if self._keeper is not None:
            return Beside(terminal, ports, self._group, reader, self._keeper)
        return Wrapped(terminal, ports, self._group, reader)

    def _new_keeper(self) -> Keeper:
        """Start what keeps the PID namespace of several runs."""
        reader, writer = os.pipe2(os.O_CLOEXEC)
        with open(reader, "rb") as report:
            try:
                terminal = self._terminal(
                    [*COMMAND], own_options=("--json-status-fd", str(writer)), own_passed=(writer,)
                )
            finally:
                os.close(writer)
            return Keeper(terminal, report.fileno(), self._proc)

    def _terminal(
        self,
        words: list[str],
        writable: dict[str, str] | None = None,
        own_options: tuple[str, ...] = (),
        own_passed: tuple[int, ...] = (),
    ) -> Terminal:
        """Start Python with these words, under bubblewrap with options and descriptors of its own."""
        calls = seccomp.opened(self._filter)
        options = self._bubblewrap.options(calls, writable or {}, own_options, self._keeper)
        command = [self._bubblewrap.path, "--args", str(options), "--", self._python, *words]

        def start(terminal: int) -> int:
            if self._uid is not None:
                own_the_terminal(self._uid, terminal)
            passed = (calls, options, *own_passed, *self._bubblewrap.passed(self._keeper))
            return self._starter.start(terminal, command, self._environment, self._manner(), passed)

        try:
            return Terminal(command, folder=None, environment=self._environment, start=start)
        finally:
            os.close(calls)
            os.close(options)

    def _manner(self) -> Manner:
        entered = [*self._entered, self._network]
        prepared = (0, "")
        if self._keeper is not None:
            entered.append(self._keeper.namespace)
            prepared = self._keeper.still_to_prepare()
        if self._users is not None:
            entered.append(self._users.outer)
        elif self._keeper is not None:
            entered.append(self._keeper.outer_users)
        return Manner(
            groups=self._group.paths(),
            limits=self._limits,
            umask=login.UMASK,
            namespaces=tuple(entered),
            becomes_root=self._users is not None,
            prepared=prepared,
        )


def _release() -> tuple[int, ...]:
    """Return the kernel's version: 6.1.0-18-amd64 is (6, 1)."""
    return tuple(int(number) for number in os.uname().release.split("-")[0].split(".")[:2])
