"""The grader's end of UDP: a real socket that keeps datagrams apart and knows where they came from."""

import socket

from grader.failures import CheckFailed, Lack, Want
from grader.kit.transcript import shown
from grader.kit.trial import Trial
from grader.sandbox import Address

_CHUNK = 65536
_MOST_HEARD = 1000  # datagrams that are kept and not yet judged; the kernel drops what comes after them
_MOST_BYTES = 1024 * 1024  # of those that are kept
_MOST_AT_ONCE = 100  # datagrams that are taken in before somebody else has a turn
_MOST_LISTED = 3  # datagrams that a sentence spells out


class DatagramPeer:
    """One UDP socket of the grader's, and who it corresponds with."""

    def __init__(self, trial: Trial, name: str, address: Address, correspondent: Address | None = None) -> None:
        """Bind to ``address``, of which port 0 means any.

        Everything is to come from ``correspondent``; without one, whoever wrote last is replied to.
        """
        self.name = name
        self._trial = trial
        self.correspondents: set[Address] = set()  # all who have been heard
        self._only = correspondent
        self._latest = correspondent
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.settimeout(0)
        self._unheard: list[tuple[bytes, Address]] = []
        self._bytes_unheard = 0
        self._said: list[bytes] = []  # since something was heard
        trial.peers.meet(name, self._socket.getsockname())
        trial.add(self)

    def says(self, data: bytes) -> None:
        """Send one datagram to the correspondent."""
        if self._latest is not None:
            self._said.append(data)
            self._trial.patience.grant()
            self._trial.transcript.note(self.name, "sends", shown(data), to=self._trial.file)
            self._socket.sendto(data, self._latest)

    def replies(self, data: bytes) -> None:
        """Say something that is the answer to what was heard last."""
        self.says(data)
        self._said.clear()

    def is_answered(self) -> None:
        """Hear one datagram for each that was said, its upper-cased bytes, and nothing else; UDP promises no order."""
        self.hears(*[data.upper() for data in self._said])
        self._trial.peers.served[self.name] += 1
        self._said.clear()

    def hears(self, *expected: bytes) -> None:
        """Hear exactly these datagrams, in whatever order, and nothing else."""
        self._trial.wait_if_ever(lambda: len(self._unheard) >= len(expected))
        self._trial.settle()  # what follows at once is looked at too
        if sorted(data for data, _ in self._unheard) != sorted(expected):
            raise CheckFailed(self._complaint(expected), self._lack(expected))
        for data, sender in self._unheard:
            if self._only not in {None, sender}:
                story = f"{self.name} heard {shown(data)} from another socket than the one that it asked."
                raise CheckFailed(story, self._lack(expected))
            self.correspondents.add(sender)
            self._latest = sender
        self._unheard.clear()
        self._bytes_unheard = 0

    def pump(self) -> None:
        """Take in what has arrived, within bounds."""
        for _ in range(_MOST_AT_ONCE):
            if self._is_full:
                return
            try:
                data, sender = self._socket.recvfrom(_CHUNK)
            except BlockingIOError:
                return
            except ConnectionError:  # an earlier datagram of ours found nobody
                continue
            self._trial.transcript.note(self._trial.file, "sends", shown(data), to=self.name)
            self._trial.peers.sent_since_typed += data
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

    def _lack(self, expected: tuple[bytes, ...]) -> Lack:
        want = Want.ANSWER if self._said else Want.MESSAGE
        if len(self._unheard) not in {0, len(expected)}:
            want = Want.DATAGRAMS
        came = b"".join(data for data, _ in self._unheard)
        return Lack(want, self.name, b"".join(expected), came, taken=self._was_taken())

    def _was_taken(self) -> bool:
        """Whether the program has taken what was said to it, as far as can be told."""
        return not self._said or self._only is None or self._trial.datagrams_are_taken()

    def _complaint(self, expected: tuple[bytes, ...]) -> str:
        came = _listed([data for data, _ in self._unheard])
        if self._said:
            story = f"{self.name} sent {_listed(self._said)} and heard {came}"
            return f"{story}; the answer is {_listed(list(expected))}." if self._unheard else f"{story}."
        return f"{self.name} heard {came}; {_listed(list(expected))} was to come."


def _listed(datagrams: list[bytes]) -> str:
    if not datagrams:
        return "nothing"
    if len(datagrams) == 1:
        return shown(datagrams[0])
    first = [shown(data) for data in datagrams[:_MOST_LISTED]]
    more = len(datagrams) - len(first)
    told = f"{', '.join(first)} and {more} more" if more else " and ".join(first)
    return f"{len(datagrams)} datagrams, {told}"
