"""A process that does nothing but keep a PID namespace, in which several runs of one check live side by side."""

import fcntl
import json
import os
import secrets
import select
import signal

from grader.failures import GraderBroken
from grader.observe.processes import bury, children_of_thread
from grader.observe.terminal import Terminal

COMMAND = ("-I", "-S", "-c", "import os; os.write(1, b'.'); os.read(0, 1)")  # for Python: it says that it is there
_LONGEST_START = 30.0  # seconds; it takes a fraction of one
_LONGEST_REPORT = 4096  # bytes
_FIVE_DIGITS = range(10_000, 29_000)  # 32768 is the least that a kernel has as its largest number but one; proc(5)
_NS_GET_USERNS = 0xB701  # source: ioctl_ns(2)


class Keeper:
    """What was started on a terminal with ``COMMAND``, under bubblewrap with a PID namespace of its own."""

    def __init__(self, terminal: Terminal, report: int, proc: str) -> None:
        """Wait until it is there; bubblewrap reports to the pipe ``report``. Raises GraderBroken where it is not.

        In the empty folder ``proc`` will be mounted what programs find as /proc.
        """
        self.proc = proc
        self._is_prepared = False
        self._terminal = terminal
        if not select.select([terminal.descriptor], [], [], _LONGEST_START)[0] or terminal.read() != b".":
            os.kill(terminal.pid, signal.SIGKILL)
            said = terminal.read_to_the_end().decode(errors="replace").strip()
            msg = f"the sandbox of several runs did not start: {said}"
            raise GraderBroken(msg)
        self._init = int(json.loads(os.read(report, _LONGEST_REPORT).splitlines()[0])["child-pid"])
        (self._pid,) = children_of_thread(self._init, self._init)
        self.namespace = os.open(f"/proc/{self._init}/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.outer_users = fcntl.ioctl(self.namespace, _NS_GET_USERNS)  # to whom the namespace belongs
        self.users = os.open(f"/proc/{self._pid}/ns/user", os.O_RDONLY | os.O_CLOEXEC)  # that programs are in
        os.set_inheritable(self.outer_users, False)  # noqa: FBT003 - the name says it
        self._bubblewrap = os.stat(f"/proc/{self._init}/exe")

    def still_to_prepare(self) -> tuple[int, str]:
        """Return how the namespace is to be prepared: once, by whoever enters it first.

        Its processes have numbers of five digits, which nobody takes for a count or knows by heart.
        """
        if self._is_prepared:
            return (0, "")
        self._is_prepared = True
        return (secrets.choice(_FIVE_DIGITS), self.proc)

    def has_begun(self, pid: int) -> bool:
        """Tell whether a process that bubblewrap has started is no bubblewrap any more; True where it has ended."""
        try:
            return not os.path.samestat(os.stat(f"/proc/{pid}/exe"), self._bubblewrap)
        except FileNotFoundError:
            return True

    def orphans(self) -> list[int]:
        """Return the processes whose parent has ended, of whichever run."""
        return [pid for pid in children_of_thread(self._init, self._init) if pid != self._pid]

    def end(self) -> None:
        """End the namespace, and every process with it."""
        os.kill(self._init, signal.SIGKILL)
        self._terminal.bury()
        bury(self._init)
        self._terminal.close()
        for descriptor in (self.namespace, self.outer_users, self.users):
            os.close(descriptor)
