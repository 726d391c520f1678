"""The student's servers, as a check speaks of them."""

import errno
import socket
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Self

from grader.course import Endpoint, Protocol
from grader.engine.endings import Ending
from grader.engine.trial import Trial
from grader.events import Act
from grader.failures import CheckFailed, Lack, Want
from grader.kit.connection import Connection
from grader.kit.datagrams import DatagramPeer
from grader.kit.program import Program
from grader.sandbox import Address
from grader.text import Text, joined, say

_A_WHILE = 0.3  # seconds asleep, or of CPU time; a server that waits without a limit is known to stay at once
_REACHABLE_UNDER = {"0.0.0.0", "::"}  # noqa: S104 - what is looked for, not where the grader listens


class _Listening(Program):
    """What both kinds of server have in common: an address."""

    def __init__(self, trial: Trial) -> None:
        """Start the program."""
        super().__init__(trial)
        self._endpoints = trial.program.addresses
        self._lack = Lack(Want.LISTENING, wanted=" ".join(sorted(map(_written, self._places()))).encode())
        self.starts()

    def _prepare(self) -> None:
        self._listens = False  # whether the transcript has said so

    def another(self) -> Self:
        """Start the program once more, beside this run of it."""
        return type(self)(self._trial)

    def can_be_reached(self) -> None:
        """Listen where clients come: on each of its ports, at its own address or at a wildcard address.

        Who ends at once after that, or at a client's departure, is not there for the next one, however fast that comes.
        """
        self._run.let_it_rest()
        if not self._is_reachable():
            self._run.wait_until(self._is_reachable, self._elsewhere, self._lack)
            self._run.settle()
            self._run.wait_until(self._is_reachable, self._elsewhere, self._lack)
        if not self._listens:
            self._listens = True
            self._run.transcript.note(self.file, Act.LISTENS, _joined(self._listeners()))

    def stays(self) -> None:
        """Go on listening: wait for something, or for a while, and do not end by itself meanwhile."""
        self.can_be_reached()
        self._run.wait_if_ever(self._has_come_to_stay)
        self.can_be_reached()

    def listens_nowhere_else(self) -> None:
        """Listen on exactly the addresses that the catalogue gives it."""
        others = [place for each in self._endpoints for place in self._at(each.protocol) if place != each.place]
        if others:
            story = say(
                "{file} listens on {places}, expected only {expected}.",
                file=self.file,
                places=_joined(others),
                expected=_joined(self._places()),
            )
            raise CheckFailed(story, Lack(Want.LISTENING_THERE_ALONE))

    @contextmanager
    def looks_away(self) -> Iterator[None]:
        """Be stopped, as by a scheduler, while something happens; go on afterwards and find it all at once."""
        self._run.stop()
        yield
        self._run.running.go_on()
        self._run.stir()

    def listens_no_more(self) -> None:
        """Leave nothing behind that listens."""
        listeners = self._listeners()
        if listeners:
            story = say(
                "Something that {file} started still listens on {places}.", file=self.file, places=_joined(listeners)
            )
            raise CheckFailed(story, Lack(Want.CLOSED_SOCKETS))

    def _has_come_to_stay(self) -> bool:
        seen, slept, used = self._run.seen, self._run.watch.slept, self._run.watch.cpu_used
        return self._run.running.has_ended() or seen.for_ever or slept > _A_WHILE or used > _A_WHILE

    def _is_reachable(self) -> bool:
        return all(map(self._is_reachable_at, self._endpoints))

    def _is_reachable_at(self, endpoint: Endpoint) -> bool:
        hosts = {endpoint.host, *_REACHABLE_UNDER}
        return any(port == endpoint.port and host in hosts for host, port in self._at(endpoint.protocol))

    def _at(self, protocol: Protocol) -> list[Address]:
        """Return where it listens over one protocol."""
        return list(self._run.running.listeners(protocol))

    def _listeners(self) -> list[Address]:
        return [place for each in self._endpoints for place in self._at(each.protocol)]

    def _places(self) -> list[Address]:
        """Return where it is to listen."""
        return [each.place for each in self._endpoints]

    def _elsewhere(self, ending: Ending) -> Text:
        there = _joined([each.place for each in self._endpoints if not self._is_reachable_at(each)])
        if ending is Ending.ENDED:
            return say("{file} has ended, so it does not listen on {expected}.", file=self.file, expected=there)
        listeners = self._listeners()
        if not listeners:
            return say("{file} does not listen on {expected}.", file=self.file, expected=there)
        return say(
            "{file} listens on {places}, expected {expected}.",
            file=self.file,
            places=_joined(listeners),
            expected=there,
        )

    def _next_name(self) -> str:
        self._trial.clients += 1
        return f"client {self._trial.clients}"


class Server(_Listening):
    """A TCP server."""

    def connect(self) -> Connection:
        """Let the next client connect."""
        self.can_be_reached()
        name = self._next_name()
        end = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # so that its past can be ended, see the plain world
        end.settimeout(0)

        def connected() -> bool:
            number = end.connect_ex(self._trial.program.at("tcp"))
            if number == errno.ECONNREFUSED:
                raise CheckFailed(
                    say("{peer} was refused: {file} does not listen any more.", peer=name, file=self.file), self._lack
                )
            return number in {0, errno.EISCONN}

        self._run.patience.grant()
        self._run.peers.sockets_before = self._run.running.sockets_held()
        self._run.transcript.note(name, Act.CONNECTS, to=self.file)
        try:
            self._run.wait_until(connected, lambda _: self._no_room_for(name), Lack(Want.ACCEPTING, name))
        except CheckFailed:
            end.close()
            raise
        self._run.stir()
        return Connection(self._run, name, end)

    def _no_room_for(self, name: str) -> Text:
        if self._is_reachable():
            return say(
                "{peer} cannot connect: {file} listens, but its queue of waiting clients is full.",
                peer=name,
                file=self.file,
            )
        return say("{peer} cannot connect.", peer=name)

    def connect_and_be_accepted(self) -> Connection:
        """Let the next client connect, and the server do what it does before the client has said anything."""
        client = self.connect()
        self._run.settle()
        return client

    def serves_a_new_client(self) -> None:
        """Answer one message of one more client, which then leaves politely."""
        with self.connect() as client:
            client.says(self._run.world.words.data())
            client.is_answered()

    @contextmanager
    def holds_no_more_sockets_than_before(self) -> Iterator[None]:
        """Hold, after what happens inside, no socket but those it held before."""
        self.can_be_reached()
        self._run.settle()
        before = self._run.running.sockets_held()
        yield

        def left() -> frozenset[Hashable]:
            return self._run.running.sockets_held() - before

        def still_held(_: Ending) -> Text:
            if (number := len(left())) == 1:
                return say(
                    "All clients have left. {file} holds 1 more socket than before they connected.", file=self.file
                )
            return say(
                "All clients have left. {file} holds {number} more sockets than before they connected.",
                file=self.file,
                number=number,
            )

        self._run.wait_until(
            lambda: not left(),
            still_held,
            Lack(Want.CLOSED_SOCKETS),
        )


class DatagramServer(_Listening):
    """A UDP server."""

    def new_client(self) -> DatagramPeer:
        """Return one more client, with a socket of its own."""
        self.can_be_reached()
        host, port = self._trial.program.at("udp")
        return DatagramPeer(self._run, self._next_name(), (host, 0), correspondent=(host, port))


class TcpAndUdpServer(Server, DatagramServer):
    """A server that listens over both protocols."""


def _written(address: Address) -> str:
    return f"{address[0]}:{address[1]}"


def _joined(listeners: list[Address]) -> str | Text:
    return joined(sorted(map(_written, listeners)))
