"""The grader's listening socket, at which a student's client may connect as often as it likes."""

import socket
from collections.abc import Iterator

import pytest

from grader.kit.listener import Listener
from grader.sandbox import Address
from tests.test_connection import Onlooker

MOST = 64


@pytest.fixture
def address() -> Address:
    """Return a free one."""
    with socket.create_server(("127.0.0.1", 0)) as any_socket:
        host, port = any_socket.getsockname()
        return (host, port)


@pytest.fixture
def listener(address: Address) -> Iterator[Listener]:
    """Return one that listens there."""
    run = Onlooker()
    listener = Listener(run, run, "the server", address)  # type: ignore[arg-type] # it is a trial, too
    listener.listens_afresh(run)
    yield listener
    for connection in listener.connections:
        connection.close()
    listener.close()


def test_a_client_that_connects_for_ever_is_taken_64_times(listener: Listener, address: Address) -> None:
    """The connections of one run are bounded: the next one waits in the backlog, and nothing waits for it."""
    clients = []
    for number in range(MOST + 2):
        clients.append(socket.create_connection(address))
        listener.pump()
        assert len(listener.connections) == min(number + 1, MOST)
        assert (listener.descriptor() is None) is (number + 1 >= MOST)
    for connection in listener.connections:
        connection.close()
    listener.listens_afresh(Onlooker())  # for the next run: those who waited are taken
    listener.pump()
    assert len(listener.connections) == 2
    for client in clients:
        client.close()
