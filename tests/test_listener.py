"""The grader's listening socket, at which a student's client may connect as often as it likes."""

import socket
from collections.abc import Iterator

import msgspec
import pytest

from grader.catalog import load_course
from grader.kit.listener import Listener
from tests.paths import EXERCISES
from tests.test_connection import Onlooker

MOST = 64


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Return one that listens on a free port."""
    trial = Onlooker()
    with socket.create_server(("127.0.0.1", 0)) as any_socket:
        port = any_socket.getsockname()[1]
    trial.exercise = msgspec.structs.replace(load_course(EXERCISES).exercise[0], port=port)
    listener = Listener(trial, "the server")
    listener.listens_afresh()
    yield listener
    for connection in listener.connections:
        connection.close()
    listener.close()


def test_a_client_that_connects_for_ever_is_taken_64_times(listener: Listener) -> None:
    """The connections of one run are bounded: the next one waits in the backlog, and nothing waits for it."""
    address = listener._trial.exercise.address  # noqa: SLF001
    clients = []
    for number in range(MOST + 2):
        clients.append(socket.create_connection(address))
        listener.pump()
        assert len(listener.connections) == min(number + 1, MOST)
        assert (listener.descriptor() is None) is (number + 1 >= MOST)
    for connection in listener.connections:
        connection.close()
    listener.listens_afresh()  # for the next run: those who waited are taken
    listener.pump()
    assert len(listener.connections) == 2
    for client in clients:
        client.close()
