"""The grader's end of a connection tells a reset from the end of a stream, however it comes to know of it."""

import socket

import pytest

from grader.catalog import load_course
from grader.engine.end import End
from grader.engine.patience import Grading
from grader.engine.peers import Peers
from grader.engine.run import Run
from grader.engine.service import Service
from grader.engine.transcript import Transcript
from grader.events import Act
from grader.kit.connection import Connection
from tests.paths import EXERCISES


class Onlooker(Run):
    """As much of a run, and of its world, as a connection needs."""

    def __init__(self) -> None:
        """Run nothing."""
        self.name = "server.py"
        self.world = self  # type: ignore[assignment] # it is both
        self.service = Service()
        self.transcript = Transcript()
        self.peers = Peers()
        self.connections = []  # type: ignore[var-annotated] # nobody here reads them
        self.patience = Grading(load_course(EXERCISES).limits, "kernel", pace=1.0).patience_with("tcp_v1/server.py")

    def add(self, end: End) -> None:
        """Leave the pumping to the test."""

    def add_listener(self, end: End) -> None:
        """Leave this one, too."""

    def let_it_rest(self) -> None:
        """Wait for nobody."""

    def stir(self) -> None:
        """Remember nothing."""


@pytest.mark.parametrize("speaks_first", [True, False])
def test_a_reset_is_heard_whoever_is_told_of_it(*, speaks_first: bool) -> None:
    """The kernel reports a reset once: to the call that sends, if there is one, or to the one that receives."""
    run = Onlooker()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        end = socket.create_connection(listener.getsockname())
    client = Connection(run, "client 1", end)  # its connection was never accepted, so it has been reset by now
    if speaks_first:
        client.says(b"hello")
    client.pump()
    client.close()
    assert run.transcript.events()[-1].kind == Act.RESETS
    assert run.peers.has_been_thrown_back is speaks_first


def test_the_end_of_a_stream_is_no_reset() -> None:
    """What was sent before the end is heard first, and the end is an orderly one."""
    run = Onlooker()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        end = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
        accepted.sendall(b"bye")
        accepted.close()
    client = Connection(run, "client 1", end)
    client.pump()
    client.close()
    assert [event.kind for event in run.transcript.events()] == [Act.SENDS, Act.ENDS_THE_STREAM]
