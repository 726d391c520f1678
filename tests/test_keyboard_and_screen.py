"""A program's keyboard and screen: a terminal of its own, read and written without waiting."""

import os
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.observe.processes import Thread
from grader.observe.syscalls import Wait
from grader.observe.terminal import Terminal
from tests.waiting import wait_for

Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that starts Python programs, each on a terminal of its own."""
    terminals = []

    def started(source: str, **more: object) -> Terminal:
        command = [sys.executable, "-c", source]
        terminals.append(Terminal(command, folder=None, environment=dict(os.environ), **more))  # type: ignore[arg-type]
        return terminals[-1]

    yield started
    for terminal in terminals:
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.bury()
        terminal.close()


def printed_by(terminal: Terminal, what: bytes) -> bytes:
    """Read until this has come."""
    said = bytearray()

    def has_come() -> bool:
        said.extend(terminal.read())
        return what in said

    wait_for(has_come)
    return bytes(said)


def test_what_is_typed_is_not_shown_and_what_is_printed_is(start: Start) -> None:
    """Echo is off, the size is one that everything fits in, and folder and descriptors are those that were given."""
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)  # noqa: FBT003 - the function's own signature
    program = (
        f"import os; os.write({writer}, b'x'); print(os.get_terminal_size()); print(input() * 2, end='!'); input()"
    )
    terminal = start(program, pass_fds=(writer,))
    os.close(writer)
    assert os.read(reader, 2) == b"x"
    assert terminal.gathers_lines()
    terminal.type_line("abc", ())
    said = printed_by(terminal, b"!")
    assert said.splitlines()[1:] == [b"abcabc!"]
    assert said.startswith(b"os.terminal_size(columns=")
    assert terminal.read() == b""
    os.close(reader)


def test_output_that_was_stopped_or_thrown_away_holds_nobody_up(start: Start) -> None:
    """What stands there is read to its end; what is thrown away is gone, and whether there was anything is told."""
    terminal = start(
        "import sys; print('one', flush=True); input(); print('two', flush=True); input(); print('three'); input()"
    )
    printed_by(terminal, b"one")
    termios.tcflow(terminal._slave, termios.TCOOFF)  # noqa: SLF001
    terminal.type_line("", ())
    said = bytearray()

    def has_come() -> bool:
        said.extend(terminal.read_to_the_end())
        return b"two" in said

    wait_for(has_come)
    assert not terminal.throw_away()
    terminal.type_line("", ())
    wait_for(terminal.throw_away)
    terminal.discard()


def test_a_flood_is_thrown_away_for_a_while(start: Start) -> None:
    """It is told, and is bounded; who waits to print on is held up, as long as something lies there."""
    terminal = start("while True: print('x' * 1000)")
    writes, reads = (Thread(terminal.pid, 1, Wait(call, (1,), timed=False), 1) for call in ("write", "read"))
    wait_for(lambda: terminal.holds_up((reads, writes)))
    assert not terminal.holds_up((reads,))
    assert not terminal.holds_up(())
    assert terminal.throw_away()
    os.kill(terminal.pid, signal.SIGSTOP)
    wait_for(lambda: not terminal.throw_away())
    assert not terminal.holds_up((writes,))


@pytest.mark.parametrize(("length", "is_taken"), [(4093, True), (4094, True), (4095, False), (9000, False)])
def test_a_line_is_as_long_as_a_terminal_takes(start: Start, length: int, *, is_taken: bool) -> None:
    """With its end 4095 bytes; what is longer would be cut in silence, and is an error of ours."""
    terminal = start("print(len(input()), flush=True); input()")
    if is_taken:
        terminal.type_line("x" * length, ())
        assert printed_by(terminal, b"\n").split() == [str(length).encode()]
    else:
        with pytest.raises(ValueError, match=f"no line of {length + 1} bytes"):
            terminal.type_line("x" * length, ())


def test_keys_that_nobody_has_taken_are_unread(start: Start) -> None:
    """Until a thread that waited for them has had a turn, or is gone, and none lie there."""
    terminal = start("import signal; print('there', flush=True); signal.pause()")
    printed_by(terminal, b"there")
    waits = Thread(terminal.pid, terminal.pid, Wait("read", (0,), timed=False), turns=7)
    elsewhere = Thread(terminal.pid, 1, Wait("read", (99,), timed=False), turns=7)
    runs = Thread(terminal.pid, 2, None, turns=7)
    unknown = Thread(terminal.pid, 3, Wait("poll", None, timed=True), turns=7)
    assert [terminal.is_watched_by(thread) for thread in (waits, elsewhere, runs, unknown)] == [
        True,
        False,
        False,
        False,
    ]
    assert not terminal.has_unread_keys((waits,))
    terminal.type_line("abc", (waits, elsewhere))
    assert terminal.has_unread_keys((waits,))
    termios.tcflush(terminal._slave, termios.TCIFLUSH)  # noqa: SLF001 - as if they had been read
    assert terminal.has_unread_keys((waits, elsewhere))  # they are still on their way
    had_a_turn = Thread(terminal.pid, terminal.pid, waits.wait, turns=8)
    assert not terminal.has_unread_keys((had_a_turn,))
    assert not terminal.has_unread_keys(())


def test_a_program_that_asks_for_keys_gathers_no_lines(start: Start) -> None:
    """As an editor does, or a game."""
    terminal = start("import tty; tty.setraw(0); print('raw', flush=True); input()")
    printed_by(terminal, b"raw")
    assert not terminal.gathers_lines()


@pytest.mark.parametrize(("end", "status"), [("sys.exit(0)", 0), ("sys.exit(3)", 3), ("os.kill(os.getpid(), 9)", 137)])
def test_the_end_of_a_program_has_a_status(end: str, status: int) -> None:
    """Of one that a signal ended it is 128 and the signal's number; what it has printed is still there."""
    command = [sys.executable, "-c", f"import os, sys; print('bye', flush=True); {end}"]
    terminal = Terminal(command, folder="/", environment=dict(os.environ), prepare=lambda: None)
    assert terminal.bury() == status
    assert terminal.read_to_the_end() == b"bye\r\n"
    terminal.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(terminal._slave)  # noqa: SLF001


def test_a_program_may_be_started_by_others() -> None:
    """On a terminal that is given to them; where they fail, nothing of it stays open."""
    before = len(list(Path("/proc/self/fd").iterdir()))

    def fail(_slave: int) -> int:
        raise KeyError

    with pytest.raises(KeyError):
        Terminal([sys.executable], folder=None, environment={}, start=fail)
    assert len(list(Path("/proc/self/fd").iterdir())) == before

    def begin(slave: int) -> int:
        if (child := os.fork()) == 0:
            os.write(slave, b"hello" if not termios.tcgetattr(slave)[3] & termios.ECHO else b"echo")
            os._exit(5)
        return child

    terminal = Terminal([sys.executable], folder=None, environment={}, start=begin)
    assert terminal.bury() == 5
    assert terminal.read_to_the_end() == b"hello"
    terminal.close()
