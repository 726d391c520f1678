"""What a look at a running program takes for rest, and what not."""

import os
import select
import signal
import sys

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
