"""The grader's end of UDP: a real socket that keeps datagrams apart and knows where they came from."""

import socket
from contextlib import suppress

from grader.engine.peers import Left
from grader.engine.run import Run
from grader.engine.transcript import shown
from grader.events import Act
from grader.failures import CheckFailed, Lack, Want
from grader.sandbox import Address
from grader.text import Text, joined, say

_CHUNK = 65536
_MOST_HEARD = 1000  # datagrams that are kept and not yet judged; the kernel drops what comes after them
_MOST_BYTES = 1024 * 1024  # of those that are kept
_MOST_ANSWERED = 50  # of those that were heard last; more than a line of the checks' has letters
_MOST_LISTED = 3  # datagrams that a sentence spells out


class DatagramPeer:
    """One UDP socket of the grader's, and who it corresponds with."""

    def __init__(self, run: Run, name: str, address: Address, correspondent: Address | None = None) -> None:
        """Bind to ``address``, of which port 0 means any.

        Everything is to come from ``correspondent``; without one, whoever wrote last is replied to.
        """
        self.name = name
        self._run = run
        self._service = run.world.service
        self.correspondents: set[Address] = set()  # all who have been heard
        self.heard = 0  # datagrams
        self._to_answer = 0  # those that were heard last
        self._only = correspondent
        self._latest = correspondent
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.settimeout(0)
        self._unheard: list[tuple[bytes, Address]] = []
        self._bytes_unheard = 0
        self._said: list[bytes] = []  # since something was heard
        if correspondent is not None:
            run.peers.meet(name, self._socket.getsockname())
        run.world.add(self)

    def serves(self, run: Run) -> None:
        """Be the server of another run."""
        self._run = run

    def says(self, data: bytes) -> None:
        """Send one datagram to the correspondent, once the program rests."""
        if self._latest is not None:
            self._run.let_it_rest()
            self._send(data)

    def _send(self, data: bytes) -> None:
        if self._latest is not None:
            self._said.append(data)
            self._run.patience.grant()
            self._run.peers.say(self.name, data)
            self._run.transcript.note(self.name, Act.SENDS, shown(data), to=self._run.name)
            self._socket.sendto(data, self._latest)
            self._run.stir()

    def replies(self, data: bytes) -> None:
        """Answer what was heard last: every datagram of it gets this reply, within bounds.

        A program that does not rest before the first of them is not waited for again: it may be sending for ever.
        """
        self._run.let_it_rest()
        if self._run.running.has_ended():
            self._run.peers.left_before_the_reply = Left.ENDED
        for _ in range(min(self._to_answer, _MOST_ANSWERED)):
            if self._run.seen.asleep:
                self._run.let_it_rest()
            self._send(data)
        self._said.clear()

    def is_answered(self) -> None:
        """Hear a recognisable answer to each datagram that was said, and none to anything else."""
        self._answered(self._are_answers(self._all_that_come(self._said)))

    def is_answered_one_by_one(self) -> None:
        """Hear a recognisable answer to each datagram that was said, and no datagram besides."""
        came = self._all_that_come(self._said)
        self._answered(len(came) == len(self._said) and self._are_answers(came))

    def is_answered_exactly(self) -> None:
        """Hear one datagram for each that was said, the service's exact answer, and nothing else, in any order.

        A failure leaves nothing to see where what came instead is not even recognisable.
        """
        came = self._all_that_come(self._said)
        self._answered(sorted(came) == sorted(map(self._service.answer_to, self._said)))

    def was_answered_from_where_it_asked(self) -> None:
        """Have heard from the address that it sends to, and from no other."""
        if self.correspondents != {self._only}:
            host, port = next(iter(self.correspondents - {self._only}), ("nobody", 0))
            story = say(
                "{peer} was answered from {address}, which is not the address that it sent to.",
                peer=self.name,
                address=f"{host}:{port}",
            )
            raise CheckFailed(story, Lack(Want.ONE_SOCKET, self.name))

    def hears(self, message: bytes) -> bytes:
        """Hear a datagram in which ``message`` is recognisable; return it."""
        found = [one for one in self._all_that_come([message]) if self._is_recognisable(one, message)]
        if not found:
            raise CheckFailed(self._complaint([message]), self._lack([message]))
        self._take()
        return found[-1]

    def hears_exactly(self, message: bytes) -> bytes:
        """Hear exactly this datagram, and nothing else; return it."""
        if self._all_that_come([message]) != [message]:
            raise CheckFailed(self._complaint([message]), self._lack([message]))
        self._take()
        return message

    def hears_something(self) -> bytes:
        """Hear at least one datagram; return the bytes of all that came."""
        came = self._all_that_come([b""])
        if not came:
            story = say("{peer} expected a message and received nothing.", peer=self.name)
            raise CheckFailed(story, self._lack([]))
        self._take()
        return b"".join(came)

    def pump(self) -> None:
        """Take in what has arrived, within bounds."""
        while not self._is_full:
            try:
                data, sender = self._socket.recvfrom(_CHUNK)
            except BlockingIOError:
                return
            except ConnectionError:  # an earlier datagram of ours found nobody
                continue
            self._run.transcript.note(self._run.name, Act.SENDS, shown(data), to=self.name)
            self._run.peers.hear(data)
            self._unheard.append((data, sender))
            self._bytes_unheard += len(data)

    def descriptor(self) -> int | None:
        """Return the socket's, while more is taken in."""
        return None if self._is_full else self._socket.fileno()

    @property
    def _is_full(self) -> bool:
        return len(self._unheard) >= _MOST_HEARD or self._bytes_unheard >= _MOST_BYTES

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()

    def _all_that_come(self, messages: list[bytes]) -> list[bytes]:
        """Wait until each message can be recognised, or never will be; what follows at once is looked at too."""

        def recognised() -> bool:
            return all(any(self._service.carries(data, message) for data, _ in self._unheard) for message in messages)

        self._run.wait_if_ever(recognised)
        self._run.settle()
        return [data for data, _ in self._unheard]

    def _are_answers(self, came: list[bytes]) -> bool:
        """Whether each message has an answer among these, and none of them carries what was not said here and now."""
        messages = self._run.peers.messages
        strange = [
            message for message in messages if not any(self._service.carries(said, message) for said in self._said)
        ]
        answered = all(any(self._is_recognisable(one, message) for one in came) for message in self._said)
        return answered and not any(self._service.others_in(one, b"", strange) for one in came)

    def _is_recognisable(self, datagram: bytes, message: bytes) -> bool:
        return self._service.is_recognisable(datagram, message, self._run.peers.messages)

    def _answered(self, is_so: bool) -> None:  # noqa: FBT001 - what was found out
        if not is_so:
            answers = list(map(self._service.answer_to, self._said))
            alone = self._are_answers([data for data, _ in self._unheard])
            raise CheckFailed(self._complaint(answers), self._lack(answers), alone=alone)
        self._take()
        self._run.peers.served[self.name] += 1
        self._said.clear()

    def _take(self) -> None:
        for _, sender in self._unheard:
            self.correspondents.add(sender)
            self._latest = self._only or sender
        self.heard += len(self._unheard)
        self._to_answer = len(self._unheard)
        if self._is_full:
            self._throw_away()
        self._unheard.clear()
        self._bytes_unheard = 0

    def _throw_away(self) -> None:
        """Take what the kernel still keeps of a flood out of the way of what comes after it."""
        with suppress(OSError):
            for _ in range(_MOST_HEARD):
                self._socket.recvfrom(_CHUNK)

    def _lack(self, expected: list[bytes]) -> Lack:
        want = Want.ANSWER if self._said else Want.MESSAGE
        if len(self._unheard) not in {0, len(expected)}:
            want = Want.DATAGRAMS
        came = b"".join(data for data, _ in self._unheard)
        return Lack(want, self.name, b"".join(expected), came, taken=self._was_taken())

    def _was_taken(self) -> bool:
        """Whether the program has taken what was said to it, as far as can be told."""
        return not self._said or self._only is None or self._run.datagrams_are_taken()

    def _complaint(self, expected: list[bytes]) -> Text:
        came, wanted = _listed([data for data, _ in self._unheard]), _listed(expected)
        if not self._said:
            return say("{peer} expected {expected} and received {came}.", peer=self.name, expected=wanted, came=came)
        return say(
            "{peer} sent {said}, expected {expected} and received {came}.",
            peer=self.name,
            said=_listed(self._said),
            expected=wanted,
            came=came,
        )


def _listed(datagrams: list[bytes]) -> str | Text:
    if not datagrams:
        return say("nothing")
    if len(datagrams) == 1:
        return _one(datagrams[0])
    first = tuple(_one(data) for data in datagrams[:_MOST_LISTED])
    more = len(datagrams) - len(first)
    told = say("{first} and {more} more", first=first, more=more) if more else joined(first)
    return say("{number} datagrams, {datagrams}", number=len(datagrams), datagrams=told)


def _one(datagram: bytes) -> str | Text:
    return shown(datagram) if datagram else say("an empty datagram")
