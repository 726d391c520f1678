"""What a program leaves behind on a loopback that others use after it: the next one finds its ports free."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import EXERCISES, ROOT, environment
from tests.worlds import scratch_folder

PORT = 8080
# Each of these programs ends by itself or is killed; what it leaves, the kernel would keep for a minute.
_CONNECTED = """
import socket
server = socket.create_server(({host!r}, 8080), family={family}, dualstack_ipv6={dual})
client = socket.create_connection(({client!r}, 8080))
end, _ = server.accept()
{farewell}
"""
_SERVER_FIRST = "end.close()\nclient.recv(1)\nclient.close()"
_BOTH_AT_ONCE = """
server.close()
end.setblocking(False)
try:
    while end.send(bytes(65536)):
        pass
except BlockingIOError:
    end.close()
client.shutdown(socket.SHUT_WR)
while client.recv(1 << 20):
    pass
client.close()
"""
_IN_A_QUEUE = """
import socket
server = socket.create_server(("127.0.0.1", 8080))
one, other = socket.socketpair()
socket.send_fds(one, [b"x"], [server.fileno(), one.fileno(), other.fileno()])
socket.send_fds(other, [b"x"], [server.fileno(), one.fileno(), other.fileno()])
"""
_DATAGRAMS = """
import socket
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    server = socket.socket(family, socket.SOCK_DGRAM)
    server.bind((host, 8080))
    server.connect((host, 9))
    server.send(b"x")
"""


def _connected(host: str, family: str, client: str, farewell: str, *, dual: bool = False) -> str:
    return _CONNECTED.format(host=host, family=f"socket.{family}", client=client, farewell=farewell, dual=dual)


LEFTOVERS = {
    "IPv4": _connected("127.0.0.1", "AF_INET", "127.0.0.1", _SERVER_FIRST),
    "IPv4, any address": _connected("0.0.0.0", "AF_INET", "127.0.0.1", _SERVER_FIRST),  # noqa: S104
    "IPv4, another address": _connected("127.1.2.3", "AF_INET", "127.1.2.3", _SERVER_FIRST),
    "IPv6": _connected("::1", "AF_INET6", "::1", _SERVER_FIRST),
    "IPv6, any address": _connected("::", "AF_INET6", "::1", _SERVER_FIRST),
    "IPv4 as IPv6": _connected("::", "AF_INET6", "127.0.0.1", _SERVER_FIRST, dual=True),
    "IPv6, both at once": _connected("::1", "AF_INET6", "::1", _BOTH_AT_ONCE),
    "a socket in a queue": _IN_A_QUEUE,
    "datagrams": _DATAGRAMS,
}

# Runs two checks' worlds, one after the other. The second one's server sets no options and takes every address.
SUCCESSION = """
import os, socket, sys
from pathlib import Path
from grader.catalog import load_course
from grader.sandbox import build
kind, observation, folder, scratch, course = sys.argv[1], sys.argv[2], *map(Path, sys.argv[3:])
ports = frozenset({8080})
world = build(kind, observation, load_course(course).limits, scratch)
world.enter_fresh_world(ports)
running = world.start(folder / "tcp_v1", "server.py", ports)
while not running.has_ended():
    os.sched_yield()
status, said = running.status(), running.terminal.read_to_the_end()
running.kill()
assert status == 0, said
world.leave_world([])
world.enter_fresh_world(ports)
for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_STREAM),
                     (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_INET6, socket.SOCK_DGRAM)):
    with socket.socket(family, kind) as successor:
        if family == socket.AF_INET6:
            successor.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        successor.bind(("", 8080))
        if kind == socket.SOCK_STREAM:
            successor.listen()
print("free")
"""


def has_ipv6() -> bool:
    """Tell whether there is an IPv6 loopback."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="needs IPv6 on the loopback")
@pytest.mark.parametrize("leftover", LEFTOVERS)
@pytest.mark.parametrize(
    ("kind", "observation"),
    [
        pytest.param("plain", "kernel", id="plain"),
        pytest.param("plain", "clock", id="by the clock"),
        pytest.param("user", "kernel", id="user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can")),
    ],
)
@pytest.mark.xdist_group("loopback")
def test_a_program_leaves_no_port_taken(tmp_path: Path, kind: str, observation: str, leftover: str) -> None:
    """Connections over either family, sockets in queues and datagrams are gone when the next check begins."""
    (tmp_path / "tcp_v1").mkdir()
    (tmp_path / "tcp_v1" / "server.py").write_text(LEFTOVERS[leftover])
    with scratch_folder() as scratch:
        words = (kind, observation, str(tmp_path), str(scratch), str(EXERCISES))
        command = (sys.executable, "-c", SUCCESSION, *words)
        answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert answer.stdout == "free\n", answer.stderr
