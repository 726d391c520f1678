"""The grader's end of a TCP connection: a real socket that notes what it says and hears."""

import array
import fcntl
import os
import signal
import socket
import struct
import termios
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Self

from grader.engine.peers import Left
from grader.engine.run import Run
from grader.engine.transcript import shown
from grader.events import Act

_CHUNK = 65536
_TAKEN_AT_ONCE = 1024  # bytes; programs of the course receive no more in one call
_MOST_DESCRIPTORS = 4096
_MOST_HEARD = 1024 * 1024  # bytes that are kept of what is heard and not yet judged
_AT_ONCE = struct.pack("ii", 1, 0)  # source: socket(7), SO_LINGER; no time to linger means a reset


class Over(StrEnum):
    """How one side has ended its stream."""

    NOT = ""
    END_OF_STREAM = "end of stream"
    RESET = "reset"


_ACTS = {Over.END_OF_STREAM: Act.ENDS_THE_STREAM, Over.RESET: Act.RESETS}


class Stream:
    """One end of one connection."""

    def __init__(self, run: Run, name: str, end: socket.socket) -> None:
        """Converse over ``end``, which is connected; ``name`` is what the transcript calls this end."""
        self.name = name
        self.closes_in_turn = False  # whether this side closes once the other has ended its stream
        self._run = run
        self._service = run.world.service
        self._socket = end
        self._socket.settimeout(0)
        self._reads = True
        self._unsent = b""
        self._unheard = bytearray()
        self._said = b""
        self._over = Over.NOT
        self._is_broken = False
        run.peers.meet(name, end.getsockname())
        with suppress(OSError):  # the other side has reset it already: nobody will remember it
            run.world.connections.append((end.getsockname(), end.getpeername()))
        run.world.add(self)

    def __enter__(self) -> Self:
        """Converse, and leave politely afterwards."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave, unless the connection has been ended in another way or the check has failed."""
        if kind is None and self.is_open:
            self.leaves()

    def says(self, data: bytes) -> None:
        """Send bytes, as fast as the other side takes them, once the program rests: who is faster must not matter."""
        self._run.let_it_rest()
        self._run.transcript.note(self.name, Act.SENDS, shown(data), to=self._run.name)
        self._said = data
        self._run.patience.grant(-(-len(data) // _TAKEN_AT_ONCE))
        self._run.peers.say(self.name, data)
        self._unsent += data
        self.pump()
        self._run.stir()

    def replies(self, data: bytes) -> None:
        """Say something that is the answer to what was heard last."""
        self._run.let_it_rest()
        if self._over:
            self._run.peers.left_before_the_reply = Left.CLOSED
        self.says(data)

    def shuts_down_sending(self) -> None:
        """Half-close: say nothing more, and go on listening."""
        self._run.let_it_rest()
        self._run.transcript.note(self.name, Act.SHUTS_DOWN_SENDING, to=self._run.name)
        self._run.stir()
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.pump()  # the other side has reset the connection: that is heard

    def leaves(self) -> None:
        """Close in an orderly way, after everything that came has been read."""
        self._run.let_it_rest()
        self.pump()
        self._departs(Act.LEAVES)
        self._socket.close()

    def resets(self) -> None:
        """Break off: the other side gets a RST."""
        self._run.let_it_rest()
        self._departs(Act.RESETS)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._socket.close()

    def is_killed(self) -> None:
        """Become the connection of another process, which is killed; the kernel does the rest."""
        self._run.let_it_rest()
        if (owner := os.fork()) == 0:
            os.closerange(3, self._socket.fileno())
            os.closerange(self._socket.fileno() + 1, _MOST_DESCRIPTORS)
            while True:
                signal.pause()
        self._socket.close()
        self._departs(Act.IS_KILLED)
        os.kill(owner, signal.SIGKILL)
        os.waitpid(owner, 0)

    @property
    def is_open(self) -> bool:
        """Whether this end has not been closed."""
        return self._socket.fileno() >= 0

    @property
    def port(self) -> int:
        """The number of this end's port."""
        return int(self._socket.getsockname()[1])

    def pump(self) -> None:
        """Send and take in what is possible now."""
        if self.is_open and self._unsent:
            self._send_on()
        while self.is_open and self._reads and not self._over and len(self._unheard) < _MOST_HEARD:
            try:
                data = self._socket.recv(_CHUNK)
            except BlockingIOError:
                return
            except OSError:
                data, self._is_broken = b"", True
            if data:
                self._unheard += data
                self._run.peers.hear(data)
            else:
                self._over = Over.RESET if self._is_broken else Over.END_OF_STREAM
                self._run.peers.has_been_thrown_back |= self._is_broken and bool(self._said)
            if self._over:
                self._run.transcript.note(self._run.name, _ACTS[self._over], to=self.name)
            else:
                self._run.transcript.note(self._run.name, Act.SENDS, shown(data), to=self.name)
            if self._over and self.closes_in_turn:
                self._departs(Act.LEAVES_TOO)
                self._socket.close()

    def descriptor(self) -> int | None:
        """Return the socket's, while something can still come."""
        return self._socket.fileno() if self.is_open and self._reads and not self._over else None

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()

    def _send_on(self) -> None:
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            return
        except OSError:
            self._unsent = b""
            self._is_broken = True  # the kernel tells of a reset only once, to whoever asks first: here

    def _queued(self) -> bool:
        """Whether something lies unread in the socket."""
        count = array.array("i", [0])
        fcntl.ioctl(self._socket, termios.FIONREAD, count)
        return count[0] > 0

    def _departs(self, how: Act) -> None:
        self._run.transcript.note(self.name, how, to=self._run.name)
        self._run.peers.depart(self.name, how)
        self._run.stir()
