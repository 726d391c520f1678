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

import msgspec

from grader.failures import CheckFailed, Lack, Want
from grader.kit.transcript import shown
from grader.kit.trial import Trial

_CHUNK = 65536
_TAKEN_AT_ONCE = 1024  # bytes; programs of the course receive no more in one call
_MOST_DESCRIPTORS = 4096
_MOST_HEARD = 1024 * 1024  # bytes that are kept of what is heard and not yet judged
_AT_ONCE = struct.pack("ii", 1, 0)  # source: socket(7), SO_LINGER; no time to linger means a reset


class Over(StrEnum):
    """How one side has ended its stream, in words."""

    NOT = ""
    END_OF_STREAM = "ends the stream"
    RESET = "resets the connection"


_HEARD = {Over.NOT: "", Over.END_OF_STREAM: "the end of the stream", Over.RESET: "a reset of the connection"}


class Connection:
    """One end of one connection."""

    def __init__(self, trial: Trial, name: str, end: socket.socket) -> None:
        """Converse over ``end``, which is connected; ``name`` is what the transcript calls this end."""
        self.name = name
        self.closes_in_turn = False  # whether this side closes once the other has ended its stream
        self._trial = trial
        self._socket = end
        self._socket.settimeout(0)
        self._reads = True
        self._unsent = b""
        self._unheard = bytearray()
        self._said = b""
        self._over = Over.NOT
        self._is_broken = False
        trial.peers.meet(name, end.getsockname())
        with suppress(OSError):  # the other side has reset it already: nobody will remember it
            trial.connections.append((end.getsockname(), end.getpeername()))
        trial.add(self)

    def __enter__(self) -> Self:
        """Converse, and leave politely afterwards."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave, unless the connection has been ended in another way or the check has failed."""
        if kind is None and self._is_open:
            self.leaves()

    def says(self, data: bytes) -> None:
        """Send bytes, as fast as the other side takes them."""
        self._trial.transcript.note(self.name, "sends", shown(data), to=self._trial.file)
        self._said = data
        self._trial.patience.grant(-(-len(data) // _TAKEN_AT_ONCE))
        self._trial.peers.speakers.add(self.name)
        self._unsent += data
        self.pump()

    def is_answered(self) -> None:
        """Hear exactly the upper-cased bytes of what was said last: nothing before, between or after.

        A failure leaves something to see where the program has at least taken the message, and lived through it.
        """
        answer = self._said.upper()
        if not self._hears(answer):
            story = f"{self.name} sent {shown(self._said)} and heard {self._what_came()}."
            if self._unheard:
                story += f" Its message in upper case is {shown(answer)}."
            taken = self._was_taken()
            lack = msgspec.structs.replace(self._lack(Want.ANSWER, answer), taken=taken)
            raise CheckFailed(story, lack, alone=taken and not self._trial.has_crashed())
        self._trial.peers.served[self.name] += 1

    def hears(self, expected: bytes) -> None:
        """Hear exactly these bytes: nothing before, between or after."""
        if not self._hears(expected):
            story = f"{self.name} heard {self._what_came()}; {shown(expected)} was to come."
            raise CheckFailed(story, self._lack(Want.MESSAGE, expected))

    def hears_something(self, most: int | None = None) -> bytes:
        """Hear at least one byte, and at most ``most`` of them; return what has come."""
        self._trial.wait_until(lambda: self._unheard or self._over, lambda _: self._silence(), self._lack(Want.MESSAGE))
        self._trial.settle()
        if not self._unheard:
            raise CheckFailed(self._silence(), self._lack(Want.MESSAGE))
        if most is not None and len(self._unheard) > most:
            story = f"{self.name} heard {len(self._unheard)} bytes; more than {most} are more than it takes at once."
            raise CheckFailed(story, self._lack(Want.MESSAGE), alone=True)
        return self._take()

    def waits_to_be_served(self) -> None:
        """Give the program the time that it takes to answer, or to end the stream; forget what was heard."""
        self._trial.wait_if_ever(lambda: self._unheard or self._over)
        self._trial.settle()
        self._take()

    def hears_the_end_of_the_stream(self, perhaps_after: bytes = b"") -> None:
        """See the other side end its stream in an orderly way; what may come before that, blanks aside, is given."""

        def over() -> bool:
            return bool(self._over) or not perhaps_after.startswith(self._unheard.strip())

        self._trial.wait_until(
            over,
            lambda _: f"{self.name} waits for the end of the stream, but the connection stays open.",
            self._lack(Want.END_OF_STREAM),
        )
        self._trial.settle()
        if bytes(self._unheard.strip()) not in {b"", perhaps_after}:
            story = f"{self.name} waits for the end of the stream and hears {self._what_came()}."
            raise CheckFailed(story, self._lack(Want.END_OF_STREAM))
        if self._over is not Over.END_OF_STREAM:
            story = f"{self.name} waits for the end of the stream and hears {_HEARD[self._over]}."
            raise CheckFailed(story, self._lack(Want.ORDERLY_END))

    def has_something_to_hear(self) -> bool:
        """Tell whether bytes have come that were not heard yet."""
        return bool(self._unheard)

    def says_and_leaves_the_answer_unread(self, data: bytes) -> None:
        """Send bytes, read no more from now on, and wait until an answer has arrived."""
        self._reads = False
        self.says(data)
        self._trial.wait_until(self._queued, lambda _: self._silence(), self._lack(Want.ANSWER))

    def replies(self, data: bytes) -> None:
        """Say something that is the answer to what was heard last."""
        self.says(data)

    def shuts_down_sending(self) -> None:
        """Half-close: say nothing more, and go on listening."""
        self._trial.transcript.note(self.name, "shuts down its sending side", to=self._trial.file)
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.pump()  # the other side has reset the connection: that is heard

    def leaves(self) -> None:
        """Close in an orderly way, after everything that came has been read."""
        self.pump()
        self._departs("leaves")
        self._socket.close()

    def resets(self) -> None:
        """Break off: the other side gets a RST."""
        self._departs(Over.RESET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._socket.close()

    def is_killed(self) -> None:
        """Become the connection of another process, which is killed; the kernel does the rest."""
        if (owner := os.fork()) == 0:
            os.closerange(3, self._socket.fileno())
            os.closerange(self._socket.fileno() + 1, _MOST_DESCRIPTORS)
            while True:
                signal.pause()
        self._socket.close()
        self._departs("is killed")
        os.kill(owner, signal.SIGKILL)
        os.waitpid(owner, 0)

    @property
    def port(self) -> int:
        """The number of this end's port."""
        return int(self._socket.getsockname()[1])

    def pump(self) -> None:
        """Send and take in what is possible now."""
        if self._is_open and self._unsent:
            self._send_on()
        while self._is_open and self._reads and not self._over and len(self._unheard) < _MOST_HEARD:
            try:
                data = self._socket.recv(_CHUNK)
            except BlockingIOError:
                return
            except OSError:
                data, self._is_broken = b"", True
            if data:
                self._unheard += data
                self._trial.peers.sent_since_typed += data
            else:
                self._over = Over.RESET if self._is_broken else Over.END_OF_STREAM
                self._trial.peers.has_been_thrown_back |= self._is_broken and bool(self._said)
            what, told = (self._over, "") if self._over else ("sends", shown(data))
            self._trial.transcript.note(self._trial.file, what, told, to=self.name)
            if self._over and self.closes_in_turn:
                self._departs("leaves too")
                self._socket.close()

    def descriptor(self) -> int | None:
        """Return the socket's, while something can still come."""
        return self._socket.fileno() if self._is_open and self._reads and not self._over else None

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()

    @property
    def _is_open(self) -> bool:
        return self._socket.fileno() >= 0

    def _send_on(self) -> None:
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            return
        except OSError:
            self._unsent = b""
            self._is_broken = True  # the kernel tells of a reset only once, to whoever asks first: here

    def _hears(self, expected: bytes) -> bool:
        """Hear ``expected`` and forget it; False where something else came, or not all of it."""
        self._trial.wait_if_ever(lambda: self._over or not _is_beginning(bytes(self._unheard), expected))
        self._trial.settle()  # what follows at once belongs to it
        if self._unheard != expected:
            return False
        self._take()
        return True

    def _was_taken(self) -> bool:
        """Whether the program has taken what was said last: nothing of it lies unread, and it was not thrown back."""
        thrown_back = self._over is Over.RESET or self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0
        self._trial.peers.has_been_thrown_back |= thrown_back
        return not thrown_back and not self._trial.unread_from(self._socket.getsockname(), accepted=bool(self._over))

    def _queued(self) -> bool:
        """Whether something lies unread in the socket."""
        count = array.array("i", [0])
        fcntl.ioctl(self._socket, termios.FIONREAD, count)
        return count[0] > 0

    def _take(self) -> bytes:
        taken = bytes(self._unheard)
        self._unheard.clear()
        return taken

    def _silence(self) -> str:
        if self._said:
            return f"{self.name} sent {shown(self._said)} and heard {self._what_came()}."
        return f"{self.name} waits for a message and heard {self._what_came()}."

    def _departs(self, how: str) -> None:
        self._trial.transcript.note(self.name, how, to=self._trial.file)
        self._trial.peers.depart(self.name, how)

    def _lack(self, want: Want, wanted: bytes = b"") -> Lack:
        return Lack(want, self.name, wanted, bytes(self._unheard))

    def _what_came(self) -> str:
        heard = shown(bytes(self._unheard)) if self._unheard else ""
        return " and then ".join(filter(None, (heard, _HEARD[self._over]))) or "nothing"


def _is_beginning(got: bytes, expected: bytes) -> bool:
    """Whether there is more to come before ``got`` is ``expected``."""
    return len(got) < len(expected) and expected.startswith(got)
