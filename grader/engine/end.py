"""What the grader holds one end of: a connection, a listening socket, a socket for datagrams."""

from typing import Protocol


class End(Protocol):
    """The grader's end of something, at which something may arrive at any time."""

    def pump(self) -> None:
        """Take in, and send on, whatever is possible without waiting."""

    def descriptor(self) -> int | None:
        """Return what becomes readable when there is something to take in; None where nothing more can come."""

    def close(self) -> None:
        """Give it back to the kernel."""
