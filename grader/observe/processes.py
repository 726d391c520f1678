"""The processes and threads of a running program, as the kernel counts them (proc(5))."""

import os
import select
import signal
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress

import msgspec

from grader.observe.descriptors import socket_inode
from grader.observe.procfs import lines_of, read
from grader.observe.syscalls import Wait, wait_of

_RUNNING = "R"  # or waits for a processor
_DEAD, _STOPPED = "ZX", "Tt"  # it only waits to be buried by its parent; it waits to be continued
_STALLED = "D"  # it waits for the machine, mostly for a disk; proc(5)
_STOP = Wait("stopped", None, timed=True)
_HARMLESS = sum(1 << (number - 1) for number in (signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH))
_EXIT_CODE = 49  # of the fields behind the name in /proc/PID/stat; proc(5) counts it as the 52nd of all
_LONGEST_END = 5000  # milliseconds; what was killed ends within microseconds, unless a device holds it
_TICK = os.sysconf("SC_CLK_TCK")


class Thread(msgspec.Struct, frozen=True):
    """One look at one thread: what it is blocked in (None: it runs), and how often it was given a processor."""

    pid: int
    tid: int
    wait: Wait | None
    turns: int


class Activity(msgspec.Struct, frozen=True):
    """What the threads of a program have done since they began.

    ``seconds``: for so long they have run or waited for a processor, all of them added up. ``is_stalled``: one of them
    waits for the machine now. ``is_running``: one of them runs or waits for a processor now; the kernel adds such a
    wait to the seconds only once it is over.
    """

    seconds: float
    is_stalled: bool
    is_running: bool = False


def children(pid: int) -> list[int]:
    """Return the process's children, of all its threads; empty where it is gone."""
    return [child for tid in thread_ids(pid) for child in children_of_thread(pid, tid)]


def children_of_thread(pid: int, tid: int) -> list[int]:
    """Return the children of one thread; empty where it is gone."""
    try:
        return [int(child) for child in read(f"/proc/{pid}/task/{tid}/children").split()]
    except OSError:
        return []


def family(pid: int) -> Iterator[int]:
    """Yield the process and all that descend from it."""
    known = [pid]
    for one in known:
        yield one
        known += children(one)


def bury(pid: int) -> None:
    """Wait for the end of a process that has become ours because its parent ended, if it has."""
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def end_children() -> None:
    """Kill and bury all that descend from the calling process, those included that are handed to it meanwhile.

    They are all stopped first: of processes that start others, some would always be missed.
    """
    stopped: set[int] = set()
    while new := set(_descendants()) - stopped:
        send(new, signal.SIGSTOP)
        stopped |= new
    send(stopped, signal.SIGKILL)
    while strays := children(os.getpid()):
        send(strays, signal.SIGKILL)
        for pid in strays:
            os.waitpid(pid, 0)


def kill(pids: Iterable[int]) -> bool:
    """Kill processes that need not be ours to bury, and wait until they have ended; False where there was none.

    They are all stopped first: of processes that start others, fewer are missed. Linux only (pidfd_open(2)).
    """
    with ExitStack() as opened:
        pidfds = []
        for pid in pids:
            with suppress(OSError):
                pidfds.append(os.pidfd_open(pid))
                opened.callback(os.close, pidfds[-1])
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pidfd in pidfds:
                with suppress(OSError):
                    signal.pidfd_send_signal(pidfd, number)
        for pidfd in pidfds:
            end = select.poll()
            end.register(pidfd, select.POLLIN)
            end.poll(_LONGEST_END)
        return bool(pidfds)


def is_over(pidfd: int) -> bool:
    """Tell whether the process behind a pidfd has ended (pidfd_open(2): it becomes readable)."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(0))


def _descendants() -> list[int]:
    return list(family(os.getpid()))[1:]


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to processes, of which some may be gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def thread_ids(pid: int) -> list[int]:
    """Return the process's threads; empty where it is gone."""
    try:
        return [int(name) for name in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return []


def threads(pids: tuple[int, ...]) -> tuple[Thread, ...] | None:
    """Look at every thread of the processes; None as soon as one of them runs, is stalled, has come or gone."""
    seen = []
    for pid in pids:
        for tid in thread_ids(pid):
            try:
                state = _state(pid, tid)
                if state == _RUNNING:
                    return None
                if state in _DEAD:
                    continue
                wait = _STOP if state in _STOPPED else wait_of(pid, tid)
                if state == _STALLED and not (wait is not None and wait.call == "vfork" and children(pid)):
                    return None  # a disk, or a process that is being made: the machine's doing, and soon over
                turns = _turns(pid, tid)
                if wait is None and _state(pid, tid) in _DEAD:
                    continue
            except OSError:
                return None
            if wait is None:
                return None
            seen.append(Thread(pid, tid, wait, turns))
    return tuple(seen) or None


def have_not_moved(pids: tuple[int, ...], seen: tuple[Thread, ...]) -> bool:
    """Tell whether these threads are still all that the processes have, and none was given a processor since.

    One that was given none is in the state in which it was seen. It may be about to leave its call, and is asked again.
    """
    known = {(one.pid, one.tid) for one in seen}
    try:
        return all((pid, tid) in known or _state(pid, tid) in _DEAD for pid in pids for tid in thread_ids(pid)) and all(
            _turns(one.pid, one.tid) == one.turns and one.wait in {_STOP, wait_of(one.pid, one.tid)} for one in seen
        )
    except OSError:
        return False


def living(pids: Iterable[int]) -> list[int]:
    """Return those of the processes that have not ended, buried or not."""
    found = []
    for pid in pids:
        with suppress(OSError):
            if _state(pid, pid) not in _DEAD:
                found.append(pid)
    return found


def is_to_be_ended(pid: int) -> bool:
    """Tell whether a signal waits for the process, which was stopped, that nobody waits for and that would end it."""
    try:
        lines = lines_of(f"/proc/{pid}/status")
    except OSError:
        return False
    pending = 0
    for line in lines:
        if line.startswith(("SigPnd:", "ShdPnd:")):
            pending |= int(line.split()[1], 16)
    return bool(pending & ~_HARMLESS)


def exit_status(pid: int) -> int | None:
    """Return the status of a process that has ended and was not buried: 128 + N for a signal N; None where it was."""
    try:
        fields = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    except OSError:
        return None
    return _as_a_shell(int(fields[_EXIT_CODE])) if fields[0] in _DEAD else None


def _as_a_shell(status: int) -> int:
    number = os.waitstatus_to_exitcode(status)
    return number if number >= 0 else 128 - number


def are_stopped(pids: tuple[int, ...]) -> bool:
    """Tell whether every thread of the processes has been stopped by a signal, or is gone."""
    for pid in pids:
        for tid in thread_ids(pid):
            with suppress(OSError):
                if _state(pid, tid) not in _DEAD + _STOPPED:
                    return False
    return True


def cpu_seconds(pids: tuple[int, ...]) -> float:
    """Return the CPU time that the processes and the children they have buried have used."""
    ticks = 0
    for pid in pids:
        try:
            stat = read(f"/proc/{pid}/stat")
        except OSError:
            continue
        ticks += sum(map(int, stat.rpartition(")")[2].split()[11:15]))
    return ticks / _TICK


def activity(pids: tuple[int, ...]) -> Activity:
    """Tell how much the living threads of the processes have done. It can always be read, unlike what they wait for."""
    nanoseconds, is_stalled, is_running = 0, False, False
    for pid in pids:
        for tid in thread_ids(pid):
            with suppress(OSError):
                state = _state(pid, tid)
                is_running |= state == _RUNNING
                is_stalled |= state == _STALLED and not _waits_for_a_child(pid, tid)
                running, waiting, _ = scheduled(pid, tid)
                nanoseconds += running + waiting
    return Activity(nanoseconds / 1e9, is_stalled, is_running)


def _waits_for_a_child(pid: int, tid: int) -> bool:
    """Tell whether the thread waits for a child that shares its memory: the program's own doing; vfork(2)."""
    wait = wait_of(pid, tid)
    return wait is not None and wait.call == "vfork"


def memory_mib(pids: tuple[int, ...]) -> float:
    """Return the memory that the processes have written to, each counted for itself, in MiB."""
    kib = 0
    for pid in pids:
        try:
            lines = lines_of(f"/proc/{pid}/status")
        except OSError:
            continue
        kib += sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return kib / 1024


def catches(pids: tuple[int, ...], signal_number: int) -> bool:
    """Tell whether one of the processes has a handler for the signal."""
    bit = 1 << (signal_number - 1)
    for pid in pids:
        try:
            lines = lines_of(f"/proc/{pid}/status")
        except OSError:
            continue
        caught = next(line for line in lines if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) & bit:
            return True
    return False


def socket_inodes(pids: tuple[int, ...]) -> frozenset[int]:
    """Return the inodes of the sockets that the processes hold open."""
    inodes = set()
    for pid in pids:
        try:
            numbers = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
        for number in numbers:
            inode = socket_inode(pid, int(number))
            if inode is not None:
                inodes.add(inode)
    return frozenset(inodes)


def _state(pid: int, tid: int) -> str:
    return read(f"/proc/{pid}/task/{tid}/stat").rpartition(")")[2].split()[0]


def _turns(pid: int, tid: int) -> int:
    return scheduled(pid, tid)[2]


def scheduled(pid: int, tid: int) -> tuple[int, int, int]:
    """Return how long the thread has run and has waited for a processor, in nanoseconds, and how often it got one.

    Source: Documentation/scheduler/sched-stats.rst of the kernel.
    """
    running, waiting, turns = read(f"/proc/{pid}/task/{tid}/schedstat").split()
    return int(running), int(waiting), int(turns)
