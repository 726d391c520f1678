"""The grader's listening socket, at which the connections of a student's client arrive."""

import socket

from grader.engine.run import Run
from grader.engine.trial import Trial
from grader.events import Act
from grader.kit.connection import Connection
from grader.sandbox import Address

_BACKLOG = 16
_MOST_CONNECTIONS = 64  # of one run; who opens more of them waits in the backlog for ever


class Listener:
    """A listening socket of the grader's, and the connections that have come to it."""

    def __init__(self, trial: Trial, run: Run, name: str, address: Address) -> None:
        """Listen nowhere yet; ``name`` is what the transcript calls this side, which will listen at ``address``."""
        self.name = name
        self._address = address
        self._run = run  # whose server it is
        self._socket: socket.socket | None = None
        self.closes_in_turn = False
        self.connections: list[Connection] = []  # those that have come since it began to listen afresh
        trial.add_listener(self)

    def listens_afresh(self, run: Run) -> None:
        """Listen for ``run``, also where it did not; forget who has connected before."""
        self.pump()
        self._run = run
        self.connections.clear()
        self.closes_in_turn = False
        if self._socket is None:
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(self._address)
            self._socket.listen(_BACKLOG)
            self._socket.settimeout(0)

    def first_connection(self) -> Connection | None:
        """Return the first connection that has come, if one has."""
        self.pump()
        return self.connections[0] if self.connections else None

    def connection_with_something_to_hear(self) -> Connection | None:
        """Return a connection over which something has come that was not heard yet, if there is one."""
        self.pump()
        return next((connection for connection in self.connections if connection.has_something_to_hear()), None)

    def open_connections(self) -> list[Connection]:
        """Return the connections that this side has not closed."""
        self.pump()
        return [connection for connection in self.connections if connection.is_open]

    def listens_no_more(self) -> None:
        """Accept those who wait, then listen no more."""
        self.pump()
        self._run.transcript.note(self.name, Act.STOPS_LISTENING)
        self._run.stir()
        self.close()

    def pump(self) -> None:
        """Accept those who have come."""
        while self._socket is not None and self._accepts:
            try:
                end, _ = self._socket.accept()
            except BlockingIOError:
                return
            self._run.transcript.note(self._run.name, Act.CONNECTS, to=self.name)
            connection = Connection(self._run, self.name, end)
            connection.closes_in_turn = self.closes_in_turn
            self.connections.append(connection)

    def descriptor(self) -> int | None:
        """Return the socket's, while more clients are taken."""
        return self._socket.fileno() if self._accepts and self._socket is not None else None

    def close(self) -> None:
        """Give the socket back."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    @property
    def _accepts(self) -> bool:
        return self._socket is not None and len(self.connections) < _MOST_CONNECTIONS
