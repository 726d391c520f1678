"""Names that a program chooses stand in the kernel's tables; none is taken for a part of the table."""

import os
from pathlib import Path

import pytest

from tests.test_isolation import graded, on_the_loopback, submission_of

# The name of the process looks like a line of its status, that of a socket like lines of the table of Unix sockets.
# Two processes, so that memory is counted; a thread that waits for a Unix socket, so that the table is read.
CLIENT = """
import ctypes, os, signal, socket, threading
{names}
near, far = socket.socketpair()
threading.Thread(target=near.recv, args=(1,), daemon=True).start()
child = os.fork()
if child == 0:
    far.close()
    signal.pause()
with socket.create_connection(("127.0.0.1", 8080)) as client:
    client.sendall(b"hello")
    print(client.recv(1024))
os.kill(child, signal.SIGKILL)
os.wait()
"""
PROCESS = 'ctypes.CDLL(None).prctl(15, b"{}", 0, 0, 0)'
SOCKET = 'odd = socket.socket(socket.AF_UNIX)\nodd.bind("\\0{}")'


@pytest.mark.parametrize(
    "kind",
    ["namespaces", "plain", pytest.param("user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can"))],
)
@pytest.mark.parametrize(
    "names",
    [
        PROCESS.format("\\rRssAnon: x"),
        PROCESS.format("\\x0cSigCgt: x"),
        PROCESS.format(") S 1 1 (\\n"),
        SOCKET.format("x\\ny"),
        SOCKET.format("\\n0: 0 0 0 0 0 x\\n\\n"),
    ],
    ids=["memory", "signals", "brackets", "two lines", "a row"],
)
@on_the_loopback
def test_a_name_costs_nothing_and_breaks_nothing(tmp_path: Path, kind: str, names: str) -> None:
    """A right program earns its marks, whatever it calls itself and its sockets."""
    submission = submission_of(tmp_path, "tcp_v1/client.py", CLIENT.format(names=names))
    score = graded(submission, "--only", "tcp_v1/client", "--isolation", kind, "--reports", tmp_path / "reports")
    assert (score["complete"], score["score"]) == (True, 7), score
