"""What a look at a running program takes for rest, and what not."""

import os
import select
import signal
import socket
import struct
import sys
from pathlib import Path

from grader.sandbox.descriptors import may_end_by_itself
from grader.sandbox.look import look_at
from grader.sandbox.processes import threads
from grader.sandbox.terminal import Terminal


def test_a_program_that_waits_for_the_grader_to_read_is_not_at_rest() -> None:
    """A program that cannot print on, because what it has printed is unread, is not asleep, however slow the grader."""
    flood = [sys.executable, "-c", "while True: print('x' * 1000)"]
    terminal = Terminal(flood, folder=None, environment=dict(os.environ), prepare=lambda: None)
    try:
        select.select([terminal.descriptor], [], [])
        while not _waits_to_write(terminal.pid):
            pass
        look = look_at((terminal.pid,), lambda: (terminal.pid,), terminal, frozenset(), own_network=False)
        assert not look.asleep
    finally:
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.bury()
        terminal.close()


def _waits_to_write(pid: int) -> bool:
    """Tell whether the process is blocked in a write: seen twice, without a turn in between."""
    before, after = threads((pid,)), threads((pid,))
    return before is not None and before == after and all(one.wait and one.wait.call == "write" for one in before)


def test_only_what_others_must_do_can_be_waited_for_for_ever(tmp_path: Path) -> None:
    """A wait for a pipe or a terminal may last for ever; a file comes from a disk, a timer and a limit run out."""
    reader, writer = os.pipe()
    master, slave = os.openpty()
    with (tmp_path / "file").open("wb") as file, socket.socket() as patient, socket.socket() as impatient:
        impatient.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 1, 0))
        for descriptor in (reader, slave, patient.fileno()):
            assert not may_end_by_itself(os.getpid(), descriptor)
        for descriptor in (file.fileno(), impatient.fileno()):
            assert may_end_by_itself(os.getpid(), descriptor)
    for descriptor in (reader, writer, master, slave):
        os.close(descriptor)
