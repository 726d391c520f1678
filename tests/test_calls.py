"""Which calls a program makes, and on which sockets: what feedback may say of it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from grader.observe.calls import Call, stopped_in, waited_in
from grader.observe.processes import are_stopped, threads
from tests.waiting import wait_for

_SAMPLES = 150
_LOOPS = """
import socket, sys
end = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
end.sendall(b"here")
while True:
    {body}
"""


@contextmanager
def running(source: str, *arguments: str) -> Iterator[int]:
    """Run Python code, and kill it afterwards."""
    process = subprocess.Popen([sys.executable, "-c", source, *arguments])
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


@contextmanager
def looping(body: str) -> Iterator[tuple[int, tuple[str, int]]]:
    """Run a loop over ``body`` of a program whose peer has ended its stream; its number, the peer's address."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        running(_LOOPS.format(body=body), str(listener.getsockname()[1])) as pid,
    ):
        peer, _ = listener.accept()
        with peer:
            peer.recv(4)
            peer.shutdown(socket.SHUT_WR)
            yield pid, ("127.0.0.1", listener.getsockname()[1])


def waits_of(pid: int) -> tuple[Call, ...]:
    """Return the calls that a program waits in, once it waits in one that receives."""
    found: list[tuple[Call, ...]] = []

    def receives() -> bool:
        found.append(waited_in(threads((pid,)) or ()))
        return any(call.name.startswith("recv") for call in found[-1])

    wait_for(receives)
    return found[-1]


def samples_of(pid: int) -> set[Call]:
    """Stop a program again and again; return the calls that it was in."""
    found: set[Call] = set()
    for _ in range(_SAMPLES):
        os.kill(pid, signal.SIGSTOP)
        wait_for(lambda: are_stopped((pid,)))
        found.update(stopped_in([pid]))
        os.kill(pid, signal.SIGCONT)
    return found


def test_the_call_that_is_named_is_the_call_that_is_made() -> None:
    """recvfrom() is told from recv(), and a socket without an address from one that has one."""
    source = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).{}"
    with running(source.format("recvfrom(9)")) as pid:
        assert waits_of(pid) == (Call("recvfrom", (), without_address=True),)
    with running(source.format("recv(9)")) as pid:
        assert waits_of(pid) == (Call("recv", (), without_address=True),)


def test_a_loop_over_recv_is_seen_to_call_it_on_that_connection() -> None:
    """Of a program that spins on the end of a stream, samples show recv() and whose stream it is."""
    with looping("end.recv(1024)") as (pid, peer):
        assert Call("recv", (peer,)) in samples_of(pid)


def test_a_loop_without_a_call_is_seen_to_make_none() -> None:
    """A program that spins beside a connection that has ended is not said to call recv()."""
    with looping("pass") as (pid, _):
        wait_for(lambda: samples_of(pid) <= {Call("send")})  # it has yet to come to its loop
        assert samples_of(pid) == set()
