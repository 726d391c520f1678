"""The student's clients, as a check speaks of them: with a server of the grader's, a keyboard and a screen."""

from grader.engine.transcript import shown
from grader.engine.trial import Trial
from grader.failures import CheckFailed, Lack, Want
from grader.kit.connection import Connection
from grader.kit.datagrams import DatagramPeer
from grader.kit.keyboard import Typing
from grader.kit.listener import Listener
from grader.text import say

_SERVER = "the server"


class Client(Typing):
    """A TCP client. The grader's server listens before the program starts."""

    def __init__(self, trial: Trial) -> None:
        """Listen, then start the program."""
        super().__init__(trial)
        self._address = trial.program.at("tcp")
        self._listener = Listener(trial, self._run, _SERVER, self._address)
        self._connection: Connection | None = None  # the one that is spoken over
        self.starts()

    def _prepare(self) -> None:
        self._connection = None
        self._listener.listens_afresh(self._run)

    def connects(self) -> Connection:
        """Connect; return the server's end, the same for the rest of this run."""
        if self._connection is None:
            host, port = self._address
            self._connection = self._run.wait_until(
                self._listener.first_connection,
                lambda _: say("{file} does not connect to {address}.", file=self.file, address=f"{host}:{port}"),
                Lack(Want.CONNECTION, _SERVER),
            )
        return self._connection

    def speaks(self) -> Connection:
        """Connect and say something, on whatever connection; return the server's end of that one."""
        self._run.wait_until(
            self._says_something,
            lambda _: say("{peer} expected a message and received nothing.", peer=_SERVER),
            Lack(Want.MESSAGE, _SERVER),
        )
        return self.connects()

    def is_served_once(self) -> str:
        """Say something; the server replies with a token as long as that, and ends its stream. Return the token."""
        server = self.speaks()
        reply = self._reply_to(server.hears_something())
        server.replies(reply)
        server.shuts_down_sending()
        return reply.decode()

    def is_served_if_it_speaks(self) -> None:
        """Be served once, where it says something; one that says nothing is not blamed for that here."""
        self._run.wait_if_ever(self._says_something)
        if self._says_something():
            self.is_served_once()

    def is_heard(self, message: str) -> bytes:
        """Let the server hear a recognisable ``message``, on whatever connection; return what came."""
        return self._spoken_over(message.encode()).hears(message.encode())

    def is_heard_exactly(self, message: str) -> bytes:
        """Let the server hear ``message`` as UTF-8, and nothing else, on whatever connection; return what came."""
        return self._spoken_over(message.encode()).hears_exactly(message.encode())

    def is_heard_somehow(self) -> bytes:
        """Let the server hear something, whatever it is, on whatever connection; return what came."""
        return self.speaks().hears_something()

    def is_replied(self, reply: bytes) -> None:
        """Let the server reply."""
        self.connects().replies(reply)

    def types_the_last_line(self, line: str) -> None:
        """Type a line after which the server answers nothing, and closes as soon as the program has."""
        self._listener.closes_in_turn = True
        for connection in self._listener.connections:
            connection.closes_in_turn = True
        self.types(line)

    def has_connected_once(self) -> None:
        """Have opened one connection, and no other up to the moment at which it waits for something."""
        self._run.settle()
        self._listener.pump()
        if len(self._listener.connections) != 1:
            opened = len(self._listener.connections)
            story = say("{file} has opened {number} connections, expected 1.", file=self.file, number=opened)
            raise CheckFailed(story, Lack(Want.ONE_CONNECTION, _SERVER))

    def sees_its_server_leave(self) -> None:
        """See every connection closed in an orderly way by a server that listens no more."""
        self._listener.listens_no_more()
        for connection in self._listener.open_connections():
            connection.leaves()

    def sees_its_server_reset(self) -> None:
        """See every connection reset by a server that listens no more."""
        self._listener.listens_no_more()
        for connection in self._listener.open_connections():
            connection.resets()

    def has_left_politely(self) -> None:
        """Have ended its stream in an orderly way, if it had connected at all; what it said before does not matter."""
        self._connection = self._connection or self._listener.first_connection()
        if self._connection is not None:
            self._connection.hears_the_end_of_the_stream()

    def _spoken_over(self, expected: bytes) -> Connection:
        """Return the connection over which something has come; ``expected`` is what is waited for."""
        self._run.wait_until(
            self._says_something,
            lambda _: say("{peer} expected {expected} and received nothing.", peer=_SERVER, expected=shown(expected)),
            Lack(Want.MESSAGE, _SERVER, wanted=expected),
        )
        return self.connects()

    def _says_something(self) -> bool:
        self._connection = self._listener.connection_with_something_to_hear() or self._connection
        return self._connection is not None and self._connection.has_something_to_hear()


class DatagramClient(Typing):
    """A UDP client. The grader's server is there before the program starts."""

    def __init__(self, trial: Trial) -> None:
        """Bind, then start the program."""
        super().__init__(trial)
        self._server = DatagramPeer(self._run, _SERVER, trial.program.at("udp"))
        self.starts()

    def _prepare(self) -> None:
        self._server.serves(self._run)

    def is_heard(self, message: str) -> bytes:
        """Let the server hear a recognisable ``message`` in one datagram; return what came."""
        return self._server.hears(message.encode())

    def is_heard_exactly(self, message: str) -> bytes:
        """Let the server hear ``message`` as one datagram, and no other; return what came."""
        return self._server.hears_exactly(message.encode())

    def is_heard_somehow(self) -> bytes:
        """Let the server hear something, whatever it is; return what came."""
        return self._server.hears_something()

    def is_replied(self, reply: bytes) -> None:
        """Let the server reply."""
        self._server.replies(reply)

    def receives_the_reply(self) -> None:
        """Take in what the server has replied, shown or not, before the next line is typed."""
        self._run.wait_until(
            lambda: not self._run.running.has_unread_datagrams(),
            lambda _: say("{file} does not receive the reply.", file=self.file),
            Lack(Want.RECEIVING, _SERVER),
        )

    def has_sent_datagrams(self, number: int) -> None:
        """Have sent so many of them, and no more up to the moment at which it waits for something."""
        self._run.settle()
        came = self._server.heard
        if came != number:
            story = say("{lines} lines were typed, and the server received {came} datagrams.", lines=number, came=came)
            raise CheckFailed(story, Lack(Want.DATAGRAMS, _SERVER))

    def has_used_one_socket(self) -> None:
        """Have sent everything from one and the same socket."""
        if len(self._server.correspondents) != 1:
            sockets = len(self._server.correspondents)
            story = say("The datagrams came from {number} different sockets, expected 1.", number=sockets)
            raise CheckFailed(story, Lack(Want.ONE_SOCKET, _SERVER))
