"""The terminal of a program: a pty that pexpect drives, and what can be known about it without waiting."""

import array
import ctypes
import fcntl
import os
import select
import termios
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress

import pexpect
from ptyprocess import PtyProcess

from grader.observe.processes import Thread

_LOCAL_MODES = 3  # where they stand in what tcgetattr returns
_LONGEST_LINE = 4095  # bytes with the newline; source: termios(3), canonical mode
_ROWS_COLUMNS = (50, 250)  # wide, so that a program that folds its lines at the width does not fold a message
_TIOCGPTPEER = getattr(termios, "TIOCGPTPEER", 0x5441)  # source: ioctl_tty(2); named by Python since 3.13
_SLAVE_FLAGS = os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC | os.O_NONBLOCK
_CONTROLLING_TERMINAL = os.makedev(5, 0)  # /dev/tty
_CHUNK = 65536  # bytes
_CHUNK_OF_A_TERMINAL = 4096  # bytes; Linux gives no more at once, however many are asked for
_MOST_THROWN_AWAY = 256 * 1024  # bytes, at once
_MOST_HELD_BACK = 1024 * 1024  # bytes; more than a terminal can hold


class _Spawn(pexpect.spawn):  # type: ignore[misc] # pexpect ships no types
    """pexpect's spawn, with descriptors that the started command inherits (ptyprocess can, spawn does not offer it)."""

    def __init__(
        self, command: list[str], pass_fds: tuple[int, ...], start: Callable[[int], int] | None, **options: object
    ) -> None:
        self._pass_fds = pass_fds
        self._start = start
        super().__init__(command[0], command[1:], **options)
        self.delaybeforesend = None
        self.delayafterread = None
        self.ptyproc.delayafterclose = 0
        self.ptyproc.delayafterterminate = 0

    def _spawnpty(self, args: list[str], **options: object) -> PtyProcess:
        if self._start is not None:
            return _started(self._start)
        return PtyProcess.spawn(args, pass_fds=self._pass_fds, **options)


def _started(start: Callable[[int], int]) -> PtyProcess:
    master, slave = os.openpty()
    try:
        termios.tcsetwinsize(slave, _ROWS_COLUMNS)
        modes = termios.tcgetattr(slave)
        modes[_LOCAL_MODES] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, modes)
        return PtyProcess(start(slave), master)
    except BaseException:
        os.close(master)
        raise
    finally:
        os.close(slave)


class Terminal:
    """A program's keyboard and screen. Echo is off: whatever comes back was printed by the program."""

    def __init__(
        self,
        command: list[str],
        *,
        folder: str | None,
        environment: dict[str, str],
        pass_fds: tuple[int, ...] = (),
        prepare: Callable[[], None] | None = None,
        start: Callable[[int], int] | None = None,
    ) -> None:
        """Start ``command`` on a fresh terminal; ``prepare`` runs in the child before it.

        Or ``start`` starts it, on the terminal whose descriptor it is given, and returns the process, a child.
        """
        self._spawn = _Spawn(
            command,
            pass_fds,
            start,
            cwd=folder,
            env=environment,
            echo=False,
            preexec_fn=prepare,
            ignore_sighup=True,  # the program may lead the session; what it starts outlives it as it would in a shell
            dimensions=_ROWS_COLUMNS,
            timeout=0,
            maxread=_CHUNK,
        )
        # Held open so that nothing is lost when the program ends, and to ask for what is unread.
        self._slave = _other_end(self.descriptor)
        self._device = os.fstat(self._slave).st_rdev
        self.eyes: Callable[[], AbstractContextManager[None]] = nullcontext  # with which processes are looked at
        self._typed_before: dict[int, int] = {}

    @property
    def pid(self) -> int:
        """The process that was started on the terminal."""
        return int(self._spawn.pid)

    @property
    def descriptor(self) -> int:
        """The grader's end, for polling."""
        return int(self._spawn.child_fd)

    def read(self) -> bytes:
        """Return what has been printed since the last time and has arrived; never waits."""
        return self._read() if self._is_readable() else b""

    def read_to_the_end(self) -> bytes:
        """Return all that has been printed up to now, wherever it still is on its way through the kernel.

        Linux hands on what is on its way before it says that nothing can be read (``n_tty_poll`` in
        drivers/tty/n_tty.c, which calls ``tty_buffer_flush_work``); elsewhere nothing is on its way. So it does not
        matter how the program has set the terminal. A program that prints on meanwhile is not waited for: what is
        read is bounded.
        """
        with suppress(termios.error):  # macOS takes the terminal away when the program ends, and nothing is left in it
            termios.tcflow(self._slave, termios.TCOON)  # output that was stopped goes on
        printed = bytearray()
        while len(printed) < _MOST_HELD_BACK and self._is_readable():
            printed += self._read()
        return bytes(printed)

    def throw_away(self) -> bool:
        """Read what has been printed and has arrived, and forget it; tell whether there was anything. Never waits."""
        for number in range(_MOST_THROWN_AWAY // _CHUNK_OF_A_TERMINAL):
            if not self._is_readable():
                return number > 0
            self._read()
        return True

    def type_line(self, line: str, waiting: tuple[Thread, ...]) -> None:
        """Type a line and Enter; ``waiting``: the threads as they were seen just before."""
        keys = line.encode() + b"\n"
        if len(keys) > _LONGEST_LINE:
            msg = f"a terminal takes no line of {len(keys)} bytes"
            raise ValueError(msg)
        self._typed_before = {thread.tid: thread.turns for thread in waiting if self.is_watched_by(thread)}
        self._spawn.send(keys)

    def gathers_lines(self) -> bool:
        """Tell whether the program gets whole lines (termios(3), canonical mode): it does unless it asks for keys."""
        with suppress(termios.error):  # macOS takes the terminal away when the program ends
            return bool(termios.tcgetattr(self._slave)[_LOCAL_MODES] & termios.ICANON)
        return True

    def has_unread_keys(self, threads: tuple[Thread, ...]) -> bool:
        """Tell whether a typed line has not been read yet.

        Keys go through a queue of the kernel's. They have been read when none are left and a thread that waited for
        them has been given a processor since, or is gone; before that they are still on their way.
        """
        unread = array.array("i", [0])
        with suppress(OSError):  # macOS takes the terminal away when the program ends
            fcntl.ioctl(self._slave, termios.FIONREAD, unread)
        if unread[0]:
            return True
        turns = {thread.tid: thread.turns for thread in threads}
        before = self._typed_before
        return bool(before) and all(turns.get(tid) == count for tid, count in before.items())

    def is_watched_by(self, thread: Thread) -> bool:
        """Tell whether the thread waits, alone or among other things, for this keyboard."""
        if thread.wait is None:
            return False
        for descriptor in thread.wait.descriptors or ():
            try:
                with self.eyes():
                    device = os.stat(f"/proc/{thread.pid}/fd/{descriptor}").st_rdev
            except OSError:
                continue
            if device in {self._device, _CONTROLLING_TERMINAL}:
                return True
        return False

    def holds_up(self, threads: tuple[Thread, ...]) -> bool:
        """Tell whether a thread waits to write while what was printed lies unread: there may be no room for more."""
        writes = any(thread.wait is not None and thread.wait.call == "write" for thread in threads)
        return writes and self._is_readable(0)

    def bury(self) -> int:
        """Wait for the started process, which has ended or been killed; return its status (128 + N for a signal N)."""
        self._spawn.wait()
        if self._spawn.signalstatus is not None:
            return 128 + int(self._spawn.signalstatus)
        return int(self._spawn.exitstatus or 0)

    def discard(self) -> None:
        """Throw away what was printed and not read."""
        with suppress(termios.error):
            termios.tcflush(self._slave, termios.TCOFLUSH)

    def _is_readable(self, seconds: float = 0) -> bool:
        return bool(select.select([self.descriptor], [], [], seconds)[0])

    def _read(self) -> bytes:
        try:
            return bytes(self._spawn.read_nonblocking(_CHUNK, timeout=0))
        except pexpect.EOF:  # never on Linux, where the other end is held open
            return b""

    def close(self) -> None:
        """Give both ends back to the kernel; the process must have been buried."""
        os.close(self._slave)
        self._spawn.close(force=False)


def _other_end(master: int) -> int:
    """Open the program's end of a terminal. Without TIOCGPTPEER, which only Linux has, by its name."""
    with suppress(OSError):
        return int(fcntl.ioctl(master, _TIOCGPTPEER, _SLAVE_FLAGS))
    name = ctypes.CDLL(None).ptsname
    name.restype = ctypes.c_char_p
    return os.open(name(master), _SLAVE_FLAGS)
