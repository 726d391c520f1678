"""What the peers of one program's run remember of it, for whoever has to tell why a check has failed."""

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.events import Act
from grader.sandbox import Address

if TYPE_CHECKING:
    from collections.abc import Hashable

_BREAKS = frozenset({Act.RESETS, Act.IS_KILLED})


class Left(StrEnum):
    """How a program has left."""

    ENDED = "ended"
    CLOSED = "closed"  # its connection


class Peers:
    """Names, addresses and departures of the grader's ends, and what was typed; all since the program was started."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.begin()

    def begin(self) -> None:
        """Forget the run before."""
        self.addresses: dict[str, Address] = {}
        self.latest_address: Address | None = None
        self.departed: dict[str, Act] = {}  # in order; how
        self.broke_off: tuple[str, Act] | None = None  # who did last, and how
        self.speakers: set[str] = set()  # who has said something
        self.messages: list[bytes] = []  # all that was said or typed, without blanks around it
        self.served: Counter[str] = Counter()  # how many messages of each have been answered
        self.has_been_thrown_back = False  # what was sent to the program was unread when it closed
        self.sockets_before: frozenset[Hashable] = frozenset()  # the program's, when a client last connected
        self.last_said: bytes | None = None
        self.has_heard = False  # whether the program has sent anybody anything
        self.left_before_the_reply: Left | None = None  # how the program had left when it was replied to
        self.typed: str | None = None
        self.sent_since_typed = bytearray()

    def meet(self, name: str, address: Address) -> None:
        """Remember where this end is."""
        self.addresses[name] = self.latest_address = address

    def say(self, name: str, data: bytes) -> None:
        """Remember who has spoken, and what was said."""
        self.speakers.add(name)
        self.last_said = data
        self._remember(data)

    def hear(self, data: bytes) -> None:
        """Remember what the program has sent."""
        self.has_heard = True
        self.sent_since_typed += data

    def depart(self, name: str, how: Act) -> None:
        """Remember who has gone, and how."""
        self.departed[name] = how
        if how in _BREAKS:
            self.broke_off = (name, how)

    def type(self, line: str) -> None:
        """Remember what was typed."""
        self.typed = line
        self._remember(line.encode())
        self.sent_since_typed.clear()

    def _remember(self, message: bytes) -> None:
        if message := message.strip():
            self.messages.append(message)
