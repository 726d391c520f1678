"""What the kernel shows of processes and threads, read from texts as the kernel writes them."""

import os
import platform
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.observe import processes, procfs, syscalls
from grader.observe.processes import (
    Activity,
    Thread,
    activity,
    are_stopped,
    bury,
    catches,
    children,
    cpu_seconds,
    family,
    have_not_moved,
    is_over,
    kill,
    memory_mib,
    socket_inodes,
    thread_ids,
    threads,
)
from grader.observe.syscalls import Wait, wait_of
from tests.paths import ROOT

_NAMES = ("recv", "poll", "select", "epoll", "futex", "read", "sleep", "clone")
_OF_MACHINES = {"x86_64": (45, 7, 23, 232, 202, 0, 230, 56), "aarch64": (207, 73, 72, 22, 98, 63, 101, 220)}
NUMBERS = dict(zip(_NAMES, _OF_MACHINES[platform.machine()], strict=True))
READS = Wait("read", (3,), timed=False)


class Kernel:
    """Processes as /proc shows them: files by their paths below /proc."""

    def __init__(self) -> None:
        """Have none."""
        self.files: dict[str, str] = {}

    def thread(self, pid: int, tid: int, state: str = "S", turns: int = 1, syscall: str = "") -> None:
        """Have a thread in this state, which has run for 2 s and waited for a processor for 1 s."""
        at = f"{pid}/task/{tid}"
        self.files[f"{at}/stat"] = f"{tid} (na) me)) {state} 1 2"
        self.files[f"{at}/schedstat"] = f"2000000000 1000000000 {turns}\n"
        self.files[f"{at}/syscall"] = syscall or f"{NUMBERS['read']} 0x3 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n"
        self.files[f"{at}/children"] = ""

    def read(self, path: str) -> str:
        """Return what stands there."""
        try:
            return self.files[path.removeprefix("/proc/")]
        except KeyError:
            raise FileNotFoundError(path) from None

    def listdir(self, path: str) -> list[str]:
        """Return the names in a folder."""
        prefix = path.removeprefix("/proc/") + "/"
        names = {name.removeprefix(prefix).split("/")[0] for name in self.files if name.startswith(prefix)}
        if not names:
            raise FileNotFoundError(path)
        return sorted(names)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    """Return one that shows nothing yet."""
    shown = Kernel()
    with monkeypatch.context() as patch:
        for module in (processes, procfs, syscalls):
            patch.setattr(module, "read", shown.read)
        patch.setattr(os, "listdir", shown.listdir)
        yield shown


def test_a_process_that_is_gone_has_nothing(kernel: Kernel) -> None:
    """No thread, no child, no time, no memory, no handler, no socket; others beside it keep theirs."""
    del kernel
    assert (thread_ids(7), children(7), threads((7,)), list(family(7))) == ([], [], None, [7])
    assert (cpu_seconds((7,)), memory_mib((7,)), activity((7,))) == (0.0, 0.0, Activity(0.0, is_stalled=False))
    assert (catches((7,), signal.SIGALRM), socket_inodes((7,)), are_stopped((7,))) == (False, frozenset(), True)


def test_what_several_processes_have_is_added_up(kernel: Kernel) -> None:
    """One that is gone among them takes nothing away."""
    for pid in (7, 9):
        kernel.thread(pid, pid)
        kernel.thread(pid, pid + 100, state="R")
        kernel.files[f"{pid}/stat"] = f"{pid} (x) S " + " ".join(map(str, range(1, 20)))
        kernel.files[f"{pid}/status"] = (
            "Name:\tx\nRssAnon:\t 1024 kB\nRssFile:\t 9 kB\nRssShmem:\t 512 kB\nSigCgt:\t0000000000002000\n"
        )
    tick = os.sysconf("SC_CLK_TCK")
    assert cpu_seconds((7, 8, 9)) == 2 * (11 + 12 + 13 + 14) / tick
    assert memory_mib((7, 8, 9)) == 3.0
    assert activity((7, 8, 9)) == Activity(12.0, is_stalled=False, is_running=True)
    assert catches((8, 9), signal.SIGALRM)
    assert not catches((8, 9), signal.SIGPIPE)
    assert not catches((8, 9), signal.SIGTERM)
    kernel.thread(9, 109, state="D")
    assert activity((7, 9)).is_stalled
    kernel.thread(7, 107)
    assert activity((7,)) == Activity(6.0, is_stalled=False)


def test_the_family_of_a_process_is_all_that_descends_from_it(kernel: Kernel) -> None:
    """Of all threads, in every generation."""
    for pid in (1, 2, 3, 4):
        kernel.thread(pid, pid)
    kernel.thread(1, 11)
    kernel.files |= {"1/task/1/children": "2 ", "1/task/11/children": "3 ", "2/task/2/children": "4 "}
    assert children(1) == [2, 3]
    assert list(family(1)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("state", "syscall", "expected"),
    [
        ("S", "", READS),
        ("R", "", None),
        ("S", "running", None),
        ("S", "-1 0x7f 0x7f", None),
        ("D", "", None),
        ("T", "", Wait("", (), timed=False)),
        ("t", "", Wait("", (), timed=False)),
    ],
)
def test_a_thread_is_blocked_or_nobody_is(kernel: Kernel, state: str, syscall: str, expected: Wait | None) -> None:
    """As soon as one thread runs, or is held up by the machine, the program is not asleep."""
    kernel.thread(7, 7)
    kernel.thread(7, 8, state=state, syscall=syscall)
    seen = threads((7,))
    if expected is None:
        assert seen is None
    else:
        assert seen is not None
        assert seen[0] == Thread(7, 7, READS, 1)
        assert (seen[1].tid, seen[1].wait == expected or state in "Tt") == (8, True)
        assert have_not_moved((7,), seen)


def test_a_thread_that_has_ended_does_not_count(kernel: Kernel) -> None:
    """A zombie is none, whatever else is shown of it; where all are, there is nothing to be seen."""
    kernel.thread(7, 7)
    kernel.thread(7, 8, state="Z", syscall="running")
    kernel.thread(7, 9, state="X")
    seen = threads((7,))
    assert seen == (Thread(7, 7, READS, 1),)
    assert have_not_moved((7,), seen)
    assert not are_stopped((7,))
    kernel.thread(7, 7, state="Z")
    assert threads((7,)) is None
    assert are_stopped((7,))


def test_a_program_has_moved_where_anything_is_otherwise(kernel: Kernel) -> None:
    """A turn, another call, a new thread, one that is gone: the look is void."""
    kernel.thread(7, 7)
    seen = threads((7,))
    assert seen is not None
    assert have_not_moved((7,), seen)
    for change in (
        {"turns": 2},
        {"syscall": f"{NUMBERS['sleep']} 0x3 0x0 0x0 0x0 0x0 0x0 0x0 0x0"},
        {"syscall": "running"},
    ):
        kernel.thread(7, 7, **change)
        assert not have_not_moved((7,), seen)
        kernel.thread(7, 7)
    kernel.thread(7, 8)
    assert not have_not_moved((7,), seen)
    kernel.thread(7, 8, state="Z")
    assert have_not_moved((7,), seen)
    kernel.files.clear()
    assert not have_not_moved((7,), seen)


def test_only_threads_that_are_all_stopped_are_stopped(kernel: Kernel) -> None:
    """One that runs or sleeps is enough."""
    kernel.thread(7, 7, state="T")
    kernel.thread(9, 9, state="t")
    assert are_stopped((7, 9))
    for state in "RSD":
        kernel.thread(9, 10, state=state)
        assert not are_stopped((7, 9))


def blocked(kernel: Kernel, call: str, *arguments: int) -> Wait | None:
    """Return what a thread waits for that is in this call."""
    words = [*map(hex, arguments), *["0x0"] * (6 - len(arguments)), "0x0", "0x0"]
    kernel.thread(7, 7, syscall=f"{NUMBERS[call]} {' '.join(words)}")
    return wait_of(7, 7)


MINUS_ONE, ONE = 0xFFFFFFFF, 1


def test_a_wait_is_read_from_the_arguments_of_its_call(kernel: Kernel) -> None:
    """Which descriptors end it, and whether it ends by itself."""
    assert blocked(kernel, "read", 5) == Wait("read", (5,), timed=False)
    assert blocked(kernel, "recv", 5, 1, 1, 0, 0) == Wait("recv", (5,), timed=False)
    assert blocked(kernel, "recv", 5, 1, 1, 0, 9) == Wait("recvfrom", (5,), timed=False)
    assert blocked(kernel, "sleep") == Wait("sleep", (), timed=True)
    assert blocked(kernel, "futex", 1, 2, 3, 0) == Wait("lock", (), timed=False)
    assert blocked(kernel, "futex", 1, 2, 3, 4) == Wait("lock", (), timed=True)
    assert blocked(kernel, "clone", 0x4000 | 17) == Wait("vfork", None, timed=True)
    assert blocked(kernel, "clone", 17) == Wait("clone", None, timed=True)
    kernel.thread(7, 7, syscall="9999 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0")
    assert wait_of(7, 7) == Wait("another call", None, timed=True)


Memory = Callable[[bytes], None]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """Return a function that lets the program have this in its memory, wherever one looks."""

    def holds(data: bytes) -> None:
        monkeypatch.setattr(syscalls, "_memory", lambda _pid, _address, size: data[:size])

    return holds


@pytest.mark.skipif(platform.machine() != "x86_64", reason="poll(2) is a call of its own on x86-64 alone")
def test_a_poll_is_read_from_the_programs_memory(kernel: Kernel, memory: Memory) -> None:
    """Descriptors that are waited for to be read; one to be written to, or too many, are unknown."""
    both = struct.pack("ihh", 3, 0x1, 0) + struct.pack("ihh", 4, 0x2, 0)
    memory(both)
    assert blocked(kernel, "poll", 1, 2, MINUS_ONE) == Wait("poll", (3, 4), timed=False)
    assert blocked(kernel, "poll", 1, 1, 500) == Wait("poll", (3,), timed=True)
    assert blocked(kernel, "poll", 1, 0, MINUS_ONE) == Wait("poll", (), timed=False)
    assert blocked(kernel, "poll", 1, 1025, MINUS_ONE) == Wait("poll", None, timed=False)
    assert blocked(kernel, "poll", 1, 3, MINUS_ONE) == Wait("poll", (3, 4), timed=False)
    memory(both[:8] + struct.pack("ihh", 4, 0x5, 0))
    assert blocked(kernel, "poll", 1, 2, MINUS_ONE) == Wait("poll", None, timed=False)
    memory(both[:5])
    assert blocked(kernel, "poll", 1, 2, MINUS_ONE) == Wait("poll", None, timed=True)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="select(2) is a call of its own on x86-64 alone")
def test_a_select_is_read_from_the_programs_memory(kernel: Kernel, memory: Memory) -> None:
    """Bits for what is to be read; where something is to be written, or too much is asked for, it is unknown."""
    memory(((1 << 3) | (1 << 70) | (1 << 90)).to_bytes(24, "little"))
    assert blocked(kernel, "select", 71, ONE) == Wait("select", (3, 70), timed=False)
    assert blocked(kernel, "select", 70, ONE) == Wait("select", (3,), timed=False)
    assert blocked(kernel, "select", 4, ONE, 0, 0, 9) == Wait("select", (3,), timed=True)
    assert blocked(kernel, "select", 4, 0) == Wait("select", (), timed=False)
    assert blocked(kernel, "select", 4, ONE, ONE) == Wait("select", None, timed=False)
    assert blocked(kernel, "select", 3, ONE, ONE) == Wait("select", (), timed=False)
    assert blocked(kernel, "select", 1025, ONE) == Wait("select", None, timed=False)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="epoll_wait(2) is a call of its own on x86-64 alone")
def test_an_epoll_is_read_from_what_is_registered(kernel: Kernel) -> None:
    """Level triggering for input alone tells what ends it."""
    line = "tfd: {:8} events: {:8x} data: 1 pos:0\n"
    for events, expected in (
        (0x1, (5, 6)),
        (0x2001, (5, 6)),
        (0x10, (6,)),
        (0x4, None),
        (0x5, None),
        (1 << 31 | 1, None),
        (1 << 30 | 1, None),
    ):
        kernel.files["7/fdinfo/4"] = "pos:\t0\n" + line.format(5, events) + line.format(6, 0x1)
        assert blocked(kernel, "epoll", 4, 0, 0, MINUS_ONE) == Wait("epoll", expected, timed=False)
        kernel.files.clear()
    kernel.files["7/fdinfo/4"] = "pos:\t0\n"
    assert blocked(kernel, "epoll", 4, 0, 0, 1) == Wait("epoll", (), timed=True)


@pytest.mark.parametrize("length", [0, 2047, 2048, 65_536, 200_001])
def test_files_are_read_to_their_end(tmp_path: Path, length: int) -> None:
    """The kernel gives a long table out a part at a time."""
    (tmp_path / "table").write_bytes(b"x" * length)
    assert len(procfs.read(str(tmp_path / "table"))) == length
    with pytest.raises(FileNotFoundError):
        procfs.read("/proc/self/nothing")


WAITS = "import subprocess, sys, signal; print(flush=True); signal.pause()"
HAS_A_CHILD = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', '{WAITS}'])\ninput()"


def test_processes_are_killed_whoevers_they_are() -> None:
    """Those that were there have ended when it returns; where there was none, it says so."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as one:
        pidfd = os.pidfd_open(one.pid)
        assert not is_over(pidfd)
        assert kill([one.pid])
        assert is_over(pidfd)
        os.close(pidfd)
        assert one.wait() == -signal.SIGKILL
    assert not kill([one.pid])
    assert not kill([])


def test_a_process_that_has_become_ours_is_buried() -> None:
    """It is waited for; one that is nobody's of ours is not."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    bury(child)
    with pytest.raises(ChildProcessError):
        os.waitpid(child, 0)
    bury(1)


ENDS_ITS_CHILDREN = f"""
import os, subprocess, sys
sys.path.insert(0, sys.argv[1])
from grader.observe.processes import end_children, family
from grader.sandbox.network import adopt_orphans
adopt_orphans()
child = subprocess.Popen([sys.executable, "-c", {HAS_A_CHILD!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
before = len(list(family(os.getpid())))
end_children()
child.returncode = 0
print(before, len(list(family(os.getpid()))))
"""


def test_all_that_descends_from_a_process_is_ended_and_buried() -> None:
    """Children and their children."""
    answer = subprocess.run(
        [sys.executable, "-c", ENDS_ITS_CHILDREN, str(ROOT)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["3", "1"]
