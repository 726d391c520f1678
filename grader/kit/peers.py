"""What the peers of one program's run remember of it, for whoever has to tell why a check has failed."""

from collections import Counter

from grader.sandbox import Address

_BREAKS = {"resets the connection": "reset its connection", "is killed": "was killed"}


class Peers:
    """Names, addresses and departures of the grader's ends, and what was typed; all since the program was started."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.begin()

    def begin(self) -> None:
        """Forget the run before."""
        self.addresses: dict[str, Address] = {}
        self.latest_address: Address | None = None
        self.departed: dict[str, str] = {}  # in order; how, in the transcript's words
        self.broke_off = ""
        self.speakers: set[str] = set()  # who has said something
        self.messages: list[bytes] = []  # all that was said or typed, without blanks around it
        self.served: Counter[str] = Counter()  # how many messages of each have been answered
        self.has_been_thrown_back = False  # what was sent to the program was unread when it closed
        self.typed: str | None = None
        self.sent_since_typed = bytearray()

    def meet(self, name: str, address: Address) -> None:
        """Remember where this end is."""
        self.addresses[name] = self.latest_address = address

    def say(self, name: str, data: bytes) -> None:
        """Remember who has spoken, and what was said."""
        self.speakers.add(name)
        self._remember(data)

    def depart(self, name: str, how: str) -> None:
        """Remember who has gone, and how."""
        self.departed[name] = how
        if how in _BREAKS:
            self.broke_off = f"{name} {_BREAKS[how]}"

    def type(self, line: str) -> None:
        """Remember what was typed."""
        self.typed = line
        self._remember(line.encode())
        self.sent_since_typed.clear()

    def _remember(self, message: bytes) -> None:
        if message := message.strip():
            self.messages.append(message)
