"""What a look at a running program takes for rest, and what not."""

import ctypes
import os
import platform
import select
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grader.observe import processes, syscalls
from grader.observe.descriptors import may_end_by_itself
from grader.observe.look import Look, look_at
from grader.observe.processes import Thread, activity, children, have_not_moved, threads
from grader.observe.terminal import Terminal
from tests.waiting import wait_for

_CLONE = {"x86_64": 56, "aarch64": 220}[platform.machine()]  # clone(2)


def test_a_program_that_waits_for_the_grader_to_read_is_not_at_rest() -> None:
    """A program that cannot print on, because what it has printed is unread, is not asleep, however slow the grader."""
    flood = [sys.executable, "-c", "while True: print('x' * 1000)"]
    terminal = Terminal(flood, folder=None, environment=dict(os.environ), prepare=lambda: None)
    try:
        select.select([terminal.descriptor], [], [])
        wait_for(lambda: _waits_to_write(terminal.pid))
        look = look_at((terminal.pid,), lambda: (terminal.pid,), terminal, frozenset(), own_network=False)
        assert not look.asleep
    finally:
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.bury()
        terminal.close()


def test_who_runs_or_waits_for_a_processor_is_told_from_who_sleeps() -> None:
    """How long a thread has waited for a processor, the kernel tells once it is over; that it waits, always."""
    spin = "while True: pass"
    with subprocess.Popen([sys.executable, "-c", f"import os\nif os.fork(): os.wait()\n{spin}"]) as parent:
        while not (found := children(parent.pid)) or threads((parent.pid,)) is None:
            pass
        assert all(activity(tuple(found)).is_running for _ in range(100))
        assert not activity((parent.pid,)).is_running
        os.kill(found[0], signal.SIGKILL)
        parent.kill()


def _waits_to_write(pid: int) -> bool:
    """Tell whether the process is blocked in a write: seen twice, without a turn in between."""
    before, after = threads((pid,)), threads((pid,))
    return before is not None and before == after and all(one.wait and one.wait.call == "write" for one in before)


def test_only_who_was_given_no_processor_has_not_moved() -> None:
    """Neither a thread that has had a turn since it was seen, nor one that nobody has seen, is at rest."""
    program = "import threading, sys; threading.Thread(target=sys.stdin.read).start(); print(flush=True)"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        pids = (running.pid,)
        wait_for(lambda: len(threads(pids) or ()) == 2)
        seen = _at_rest(pids)
        earlier = msgspec.structs.replace(seen[0], turns=seen[0].turns - 1)
        assert have_not_moved(pids, seen)
        assert not have_not_moved(pids, (earlier, seen[1]))
        assert not have_not_moved(pids, seen[:1])
        running.kill()


def _at_rest(pids: tuple[int, ...]) -> tuple[Thread, ...]:
    """Return the threads of processes once none of them moves between two looks."""
    found: list[tuple[Thread, ...]] = []

    def rests() -> bool:
        found.append(threads(pids) or ())
        return bool(found[-1]) and have_not_moved(pids, found[-1])

    wait_for(rests)
    return found[-1]


@pytest.mark.parametrize("borrows", [False, True])
def test_who_makes_a_process_does_not_wait_for_it(monkeypatch: pytest.MonkeyPatch, *, borrows: bool) -> None:
    """A busy machine may hold a program up within fork(): it is not asleep, whatever the flags."""
    flags = signal.SIGCHLD | (0x4000 if borrows else 0)  # CLONE_VFORK
    monkeypatch.setattr(syscalls, "read", lambda _: f"{_CLONE} {flags:#x} 0x0 0x0 0x0 0x0 0x0 0x0 0x0")
    monkeypatch.setattr(processes, "_state", lambda *_: "D")
    monkeypatch.setattr(processes, "children", lambda _: [])
    assert threads((os.getpid(),)) is None


def test_who_lends_its_memory_to_a_child_sleeps(tmp_path: Path) -> None:
    """A program that waits within vfork() for its child sleeps: its time is bounded, and nothing proves "for ever"."""
    script = tmp_path / "lender.py"
    script.write_text(_LENDER)
    lender = [sys.executable, str(script), str(_CLONE)]
    terminal = Terminal(lender, folder=None, environment=dict(os.environ), prepare=lambda: None)
    try:
        pids: tuple[int, ...] = ()
        wait_for(lambda: _waits_in("vfork", tuple(processes.family(terminal.pid))))
        pids = tuple(processes.family(terminal.pid))
        look = look_at(pids, lambda: pids, terminal, frozenset(), own_network=False)
        assert look.asleep
        assert not look.for_ever
    finally:
        for pid in pids[::-1]:
            os.kill(pid, signal.SIGKILL)
        terminal.bury()
        terminal.close()


_LENDER = """import ctypes, signal, sys
if ctypes.CDLL(None).syscall(int(sys.argv[1]), 0x4000 | signal.SIGCHLD, 0, 0, 0, 0) == 0:
    signal.pause()
"""


def _waits_in(call: str, pids: tuple[int, ...]) -> bool:
    """Tell whether one of several processes is blocked in the call, and the others in others."""
    seen = threads(pids) if len(pids) > 1 else None
    return seen is not None and any(one.wait and one.wait.call == call for one in seen)


def test_only_what_others_must_do_can_be_waited_for_for_ever(tmp_path: Path) -> None:
    """A wait for a pipe or a terminal may last for ever; a file comes from a disk, a timer and a limit run out."""
    reader, writer = os.pipe()
    master, slave = os.openpty()
    timer = ctypes.CDLL(None).timerfd_create(0, 0)
    with (tmp_path / "file").open("wb") as file, socket.socket() as patient, socket.socket() as impatient:
        impatient.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 1, 0))
        for descriptor in (reader, slave, patient.fileno()):
            assert not may_end_by_itself(os.getpid(), descriptor)
        for descriptor in (file.fileno(), impatient.fileno(), timer):
            assert may_end_by_itself(os.getpid(), descriptor)
        open_before = len(list(Path("/proc/self/fd").iterdir()))
        assert may_end_by_itself(os.getpid(), impatient.fileno())
        assert not may_end_by_itself(os.getpid(), 999)
        assert len(list(Path("/proc/self/fd").iterdir())) == open_before
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("grader.observe.descriptors.os.stat", lambda _: (_ for _ in ()).throw(OSError()))
            assert may_end_by_itself(os.getpid(), file.fileno())  # a disk that does not answer
    for descriptor in (reader, writer, master, slave, timer):
        os.close(descriptor)


@pytest.mark.parametrize(
    ("before", "for_ever"),
    [
        ("", True),
        ("signal.signal(signal.SIGUSR1, print)", True),
        ("signal.signal(signal.SIGALRM, print)", False),
        (
            "timer = ctypes.CDLL(None).timerfd_create(0, 0); threading.Thread(target=os.read, args=(timer, 8)).start()",
            False,
        ),
    ],
)
def test_what_may_wake_a_program_up_keeps_it_from_waiting_for_ever(before: str, *, for_ever: bool) -> None:
    """With an alarm that may be set, or a timer, it is asleep and not for ever; with other signals it is for ever."""
    program = [sys.executable, "-c", f"import ctypes, os, signal, threading\n{before}\ninput()"]
    terminal = Terminal(program, folder=None, environment=dict(os.environ), prepare=lambda: None)
    try:
        looks: list[Look] = []

        def asks() -> bool:
            looks.append(look_at((terminal.pid,), lambda: (terminal.pid,), terminal, frozenset(), own_network=False))
            return looks[-1].at_the_keyboard

        wait_for(asks)
        assert (looks[-1].asleep, looks[-1].for_ever) == (True, for_ever)
    finally:
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.bury()
        terminal.close()
