"""The student's clients, as a check speaks of them: with a server of the grader's, a keyboard and a screen."""

import socket
from abc import abstractmethod

from grader.failures import CheckFailed, Lack, Want
from grader.kit.connection import Connection
from grader.kit.datagrams import DatagramPeer
from grader.kit.endings import Ending
from grader.kit.program import Program
from grader.kit.transcript import shown
from grader.kit.trial import Trial

_BACKLOG = 16
_MOST_CONNECTIONS = 64  # of one run; who opens more of them waits in the backlog for ever
_SERVER = "the server"


class _Typing(Program):
    """What both kinds of client have in common: a keyboard."""

    @abstractmethod
    def is_heard(self, message: str) -> None:
        """Let the server hear ``message`` as UTF-8, alone."""

    @abstractmethod
    def is_replied(self, reply: bytes) -> None:
        """Let the server reply."""

    def waits_for_the_keyboard(self) -> None:
        """Come to take the next line."""
        self._trial.wait_until(lambda: self._trial.seen.takes_keys, self._waits_elsewhere, Lack(Want.KEYBOARD))

    def types(self, line: str) -> None:
        """Type a line and Enter, once the program waits for the keyboard.

        Blanks are spaces only where the program reads key by key: there Tab is no blank, but asks for a completion.
        """
        self.waits_for_the_keyboard()
        if not self._trial.running.terminal.gathers_lines():
            line = line.replace("\t", " ")
        self._trial.catch_up_with_the_screen()  # what stands there was printed before this line is typed,
        self._trial.pump()  # and what has come over the wire was sent before
        self._trial.transcript.note(self.file, "waits for the keyboard")
        self._trial.transcript.note("keyboard", "types", repr(line) if line else "Enter alone", to=self.file)
        self._trial.peers.type(line)
        self._trial.patience.grant()
        self._trial.running.terminal.type_line(line, self._trial.seen.threads)

    def has_asked(self) -> None:
        """Have something on the screen by the time it first waits for the keyboard."""
        self._trial.wait_until(lambda: self._trial.seen.at_the_keyboard, self._waits_elsewhere, Lack(Want.KEYBOARD))
        self._trial.catch_up_with_the_screen()
        if not self._trial.screen.printed:
            raise CheckFailed(
                f"{self.file} waits for the keyboard, and nothing stands on the screen.", Lack(Want.PROMPT)
            )

    def sends(self, message: str) -> None:
        """Type a message that the server then hears, alone."""
        self.types(message)
        self.is_heard(message)

    def converses(self, message: str) -> None:
        """Type a message; the server hears it, alone, and replies with a fresh token."""
        self.sends(message)
        self.is_replied(self._trial.words.reply_to(message.encode()))

    def shows_a_reply_to(self, message: str) -> None:
        """Converse, and print the reply."""
        self.sends(message)
        reply = self._trial.words.reply_to(message.encode())
        self.is_replied(reply)
        self.prints(reply.decode())

    def types_until_it_ends(self, lines: int) -> None:
        """End by itself, after at most so many further lines."""
        for _ in range(lines):
            self._trial.wait_until(
                lambda: self._trial.running.has_ended() or self._trial.seen.takes_keys,
                self._waits_elsewhere,
                Lack(Want.KEYBOARD),
            )
            if self._trial.running.has_ended():
                break
            self.types(self._trial.words.message())
        self.ends()

    def ends_without_asking_again(self) -> None:
        """End by itself and never wait for the keyboard on the way."""

        def ended() -> bool:
            if self._trial.seen.at_the_keyboard:
                raise CheckFailed(f"{self.file} waits for the keyboard again.", Lack(Want.NO_KEYBOARD))
            return self._trial.running.has_ended()

        self._trial.wait_until(ended, lambda _: f"{self.file} does not end.", Lack(Want.END))

    def _waits_elsewhere(self, ending: Ending) -> str:
        if ending is Ending.ENDED:
            return f"{self.file} has ended instead of waiting for the keyboard."
        return f"{self.file} does not come to wait for the keyboard."


class Client(_Typing):
    """A TCP client. The grader's server listens before the program starts."""

    def __init__(self, trial: Trial) -> None:
        """Listen, then start the program."""
        super().__init__(trial)
        self._listener = _Listener(trial)
        self._connection: Connection | None = None  # the one that is spoken over
        self.starts()

    def starts(self) -> None:
        """Run it; a run before this one is ended first, and its connection forgotten."""
        self._connection = None
        self._listener.listens_afresh()
        super().starts()

    def connects(self) -> Connection:
        """Connect; return the server's end, the same for the rest of this run."""
        if self._connection is None:
            host, port = self._trial.exercise.address
            self._connection = self._trial.wait_until(
                self._listener.first_connection,
                lambda _: f"Nobody connects to {host}:{port}.",
                Lack(Want.CONNECTION, _SERVER),
            )
        return self._connection

    def speaks(self) -> Connection:
        """Connect and say something, on whatever connection; return the server's end of that one."""
        self._trial.wait_until(
            self._says_something,
            lambda _: f"{_SERVER} waits for a message and hears nothing.",
            Lack(Want.MESSAGE, _SERVER),
        )
        return self.connects()

    def is_heard(self, message: str) -> None:
        """Let the server hear ``message`` as UTF-8, alone, on whatever connection."""
        expected = message.encode()
        self._trial.wait_until(
            self._says_something,
            lambda _: f"{_SERVER} heard nothing; {shown(expected)} was to come.",
            Lack(Want.MESSAGE, _SERVER, wanted=expected),
        )
        self.connects().hears(expected)

    def _says_something(self) -> bool:
        self._connection = self._listener.connection_with_something_to_hear() or self._connection
        return self._connection is not None and self._connection.has_something_to_hear()

    def is_replied(self, reply: bytes) -> None:
        """Let the server reply."""
        self.connects().replies(reply)

    def types_the_last_line(self, line: str) -> None:
        """Type a line after which the server answers nothing, and closes as soon as the program has."""
        self._listener.closes_in_turn = True
        if self._connection is not None:
            self._connection.closes_in_turn = True
        self.types(line)

    def has_connected_once(self) -> None:
        """Have opened one connection, and no other up to the moment at which it waits for something."""
        self._trial.settle()
        self._listener.pump()
        if len(self._listener.connections) != 1:
            story = f"{self.file} has opened {len(self._listener.connections)} connections."
            raise CheckFailed(story, Lack(Want.ONE_CONNECTION, _SERVER))

    def loses_its_server(self) -> None:
        """See the server gone for good: it listens no more."""
        self._trial.transcript.note(_SERVER, "listens no more")
        self._listener.close()

    def has_left_politely(self) -> None:
        """Have ended its stream in an orderly way, if it had connected at all; a ``q`` before that does not matter."""
        self._connection = self._connection or self._listener.first_connection()
        if self._connection is not None:
            self._connection.hears_the_end_of_the_stream(perhaps_after=b"q")


class DatagramClient(_Typing):
    """A UDP client. The grader's server is there before the program starts."""

    def __init__(self, trial: Trial) -> None:
        """Bind, then start the program."""
        super().__init__(trial)
        self._server = DatagramPeer(trial, _SERVER, trial.exercise.address)
        self.starts()

    def is_heard(self, message: str) -> None:
        """Let the server hear ``message`` as one datagram, alone."""
        self._server.hears(message.encode())

    def is_replied(self, reply: bytes) -> None:
        """Let the server reply."""
        self._server.replies(reply)

    def has_used_one_socket(self) -> None:
        """Have sent everything from one and the same socket."""
        if len(self._server.correspondents) != 1:
            story = f"The datagrams came from {len(self._server.correspondents)} different sockets."
            raise CheckFailed(story, Lack(Want.ONE_SOCKET, _SERVER))


class _Listener:
    """The grader's listening socket."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._socket: socket.socket | None = None
        self.closes_in_turn = False
        self.connections: list[Connection] = []  # those that have come since it began to listen afresh
        trial.add_listener(self)

    def listens_afresh(self) -> None:
        """Listen, if it does not; forget who has connected before."""
        self.pump()
        self.connections.clear()
        self.closes_in_turn = False
        if self._socket is None:
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(self._trial.exercise.address)
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

    def pump(self) -> None:
        """Accept those who have come."""
        while self._socket is not None and self._accepts:
            try:
                end, _ = self._socket.accept()
            except BlockingIOError:
                return
            self._trial.transcript.note(self._trial.file, "connects", to=_SERVER)
            connection = Connection(self._trial, _SERVER, end)
            connection.closes_in_turn = self.closes_in_turn
            self.connections.append(connection)

    def descriptor(self) -> int | None:
        """Return the socket's, while more clients are taken."""
        return self._socket.fileno() if self._accepts and self._socket is not None else None

    @property
    def _accepts(self) -> bool:
        return self._socket is not None and len(self.connections) < _MOST_CONNECTIONS

    def close(self) -> None:
        """Listen no more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
