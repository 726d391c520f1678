"""What is expected to be heard over a connection: exact bytes, a recognisable message, the end of the stream."""

import socket

import msgspec

from grader.engine.transcript import shown
from grader.failures import CheckFailed, Lack, Want
from grader.kit.stream import Over, Stream
from grader.text import Text, say

_HEARD = {Over.END_OF_STREAM: say("the end of the stream"), Over.RESET: say("a reset of the connection")}


class Connection(Stream):
    """One end of one connection, and what is expected of the other."""

    def is_answered(self) -> None:
        """Hear a recognisable answer to what was said last, in one piece or several."""
        came = self._all_that_comes(self._said)
        self._answered(is_one=self._service.is_recognisable(came, self._said, self._run.peers.messages))

    def is_answered_exactly(self) -> None:
        """Hear exactly the service's answer to what was said last: nothing before, between or after.

        A failure leaves nothing to see where what came instead is not even recognisable.
        """
        self._answered(is_one=self._all_that_comes(self._said) == self._service.answer_to(self._said))

    def hears(self, message: bytes) -> bytes:
        """Hear a recognisable ``message``; return what has come."""
        came = self._all_that_comes(message)
        return self._heard(message, is_it=self._service.is_recognisable(came, message, self._run.peers.messages))

    def hears_exactly(self, message: bytes) -> bytes:
        """Hear exactly these bytes: nothing before, between or after."""
        return self._heard(message, is_it=self._all_that_comes(message) == message)

    def hears_something(self, most: int | None = None) -> bytes:
        """Hear at least one byte, and at most ``most`` of them; return what has come."""
        self._run.wait_until(lambda: self._unheard or self._over, lambda _: self._silence(), self._lack(Want.MESSAGE))
        self._run.settle()
        if not self._unheard:
            raise CheckFailed(self._silence(), self._lack(Want.MESSAGE))
        if most is not None and len(self._unheard) > most:
            story = say(
                "{peer} received {number} bytes, expected at most {most}.",
                peer=self.name,
                number=len(self._unheard),
                most=most,
            )
            raise CheckFailed(story, self._lack(Want.MESSAGE), alone=True)
        return self._take()

    def waits_to_be_served(self) -> None:
        """Wait for the end of the stream, or for all that is said where it does not end; forget what was heard."""
        self._run.wait_if_ever(lambda: self._over)
        self._run.settle()
        self._take()

    def hears_the_end_of_the_stream(self) -> None:
        """See the other side end its stream in an orderly way, whatever it says before that."""
        self._run.wait_until(
            lambda: self._over,
            lambda _: say(
                "{peer} expected the end of the stream, but {file} keeps the connection open.",
                peer=self.name,
                file=self._run.name,
            ),
            self._lack(Want.END_OF_STREAM),
        )
        self._take()
        if self._over is not Over.END_OF_STREAM:
            story = say(
                "{peer} expected the end of the stream and received {came}.", peer=self.name, came=_HEARD[self._over]
            )
            raise CheckFailed(story, self._lack(Want.ORDERLY_END))

    def has_something_to_hear(self) -> bool:
        """Tell whether bytes have come that were not heard yet."""
        return bool(self._unheard)

    def says_and_leaves_the_answer_unread(self, data: bytes) -> None:
        """Send bytes, read no more from now on, and wait until an answer has arrived."""
        self._reads = False
        self.says(data)
        self._run.wait_until(self._queued, lambda _: self._silence(), self._lack(Want.ANSWER))

    def _all_that_comes(self, message: bytes) -> bytes:
        """Wait until ``message`` can be recognised, or never will be; what follows at once belongs to it."""
        self._run.wait_if_ever(lambda: self._over or self._service.carries(bytes(self._unheard), message))
        self._run.settle()
        return bytes(self._unheard)

    def _answered(self, *, is_one: bool) -> None:
        came, answer, messages = (
            bytes(self._unheard),
            self._service.answer_to(self._said),
            self._run.peers.messages,
        )
        if is_one:
            self._run.peers.served[self.name] += 1
            self._take()
            return
        story = say(
            "{peer} sent {said}, expected {expected} and received {came}.",
            peer=self.name,
            said=shown(self._said),
            expected=shown(answer),
            came=self._what_came(),
        )
        if (
            came
            and self._service.carries(came, self._said)
            and (others := self._service.others_in(came, self._said, messages))
        ):
            story = say("{story} That also contains another message: {other}.", story=story, other=shown(others[0]))
        lack = msgspec.structs.replace(self._lack(Want.ANSWER, answer), taken=self._was_taken())
        raise CheckFailed(story, lack, alone=self._service.is_recognisable(came, self._said, messages))

    def _heard(self, message: bytes, *, is_it: bool) -> bytes:
        if not is_it:
            story = say(
                "{peer} expected {expected} and received {came}.",
                peer=self.name,
                expected=shown(message),
                came=self._what_came(),
            )
            raise CheckFailed(story, self._lack(Want.MESSAGE, message))
        return self._take()

    def _was_taken(self) -> bool:
        """Whether the program has taken what was said last: nothing of it lies unread, and it was not thrown back."""
        thrown_back = self._over is Over.RESET or self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0
        self._run.peers.has_been_thrown_back |= thrown_back
        return not thrown_back and not self._run.unread_from(self._socket.getsockname(), accepted=bool(self._over))

    def _take(self) -> bytes:
        taken = bytes(self._unheard)
        self._unheard.clear()
        return taken

    def _silence(self) -> Text:
        came = self._what_came()
        if self._said:
            return say("{peer} sent {said} and received {came}.", peer=self.name, said=shown(self._said), came=came)
        return say("{peer} expected a message and received {came}.", peer=self.name, came=came)

    def _lack(self, want: Want, wanted: bytes = b"") -> Lack:
        return Lack(want, self.name, wanted, bytes(self._unheard))

    def _what_came(self) -> str | Text:
        heard, end = shown(bytes(self._unheard)), _HEARD.get(self._over)
        if end is None:
            return heard if self._unheard else say("nothing")
        return say("{bytes} and then {end}", bytes=heard, end=end) if self._unheard else end
