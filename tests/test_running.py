"""What a kind of world shows of a real program, and does with it: the same in each of them."""

import json
import os
import subprocess
import sys

import pytest

from tests.paths import EXERCISES, ROOT, environment
from tests.worlds import scratch_folder

KINDS = [
    "namespaces",
    pytest.param("user", marks=pytest.mark.skipif(os.getuid() != 0, reason="only root can")),
    "plain",
]
PROGRAM = """
import os, signal, socket
print("hello", flush=True)
print("got", input(), flush=True)
server = socket.create_server(("127.0.0.1", 8080))
connection, _ = server.accept()
print("heard", connection.recv(4), flush=True)
if os.fork() == 0:
    connection.close()
    server.close()
    signal.pause()
input()
connection.close()
os._exit(3)
"""
STACKS = "open('mine', 'x')\ninput('prompt: ')\n"
REFUSED = "import socket\nsocket.socket().connect_ex(('127.0.0.1', 8080))\ninput()\n"
SPEAKS_UDP = """
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
input()
"""
_BEGINNING = """
import json, os, socket, sys, time
from pathlib import Path
from grader.catalog import load_course
from grader.sandbox import build
kind, observation, folder, scratch, course = *sys.argv[1:3], *map(Path, sys.argv[3:])
PORTS, HERE = frozenset({8080}), ("127.0.0.1", 8080)
world = build(kind, observation, load_course(course).limits, scratch)
facts, printed = {}, bytearray()

def come(what, fact):
    end = time.monotonic() + 60
    while not fact():
        printed.extend(running.terminal.read())
        if time.monotonic() > end:
            print(what, bytes(printed), facts, file=sys.stderr)
            sys.exit(1)
        time.sleep(0.002)
    printed.extend(running.terminal.read())

def start(name):
    global running
    printed.clear()
    world.enter_fresh_world(PORTS)
    running = world.start(folder, name, PORTS)

def lives(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\\tZ" not in status.read_text()
"""
BY_THE_KERNEL = (
    _BEGINNING
    + """
def named():
    return [[call.name, call.without_address] for call in running.calls(running.look())]

start("program.py")
come("keyboard", lambda: running.look().at_the_keyboard)
look = running.look()
facts["keyboard"] = [look.asleep, look.for_ever, look.takes_keys, running.has_ended(), len(running.pids())]
busy = running.activity().seconds
facts["used"] = [running.processes(), running.cpu_seconds() < 60, 0 < busy < 60, running.excuse()]
facts["nothing"] = [running.listeners("tcp"), running.connections(), running.reached_its_memory()]
facts["shows"] = running.shows_what_is_read
held = running.sockets_held()
running.terminal.type_line("abc", look.threads)
come("listener", lambda: running.listeners("tcp"))
come("accept", lambda: running.look().for_ever)
facts["listens"] = [running.listeners("tcp") == (HERE,), running.listeners("udp"), len(running.sockets_held() - held)]
facts["accept"] = named()
client = socket.create_connection(HERE, timeout=60)
me = client.getsockname()
come("recv", lambda: running.connections() and running.look().for_ever)
(connection,) = running.connections()
facts["connection"] = [connection.remote == me, connection.at_its_end, connection.unread]
facts["broken"] = running.holds_broken_connections()
facts["recv"] = [named(), running.has_unread_from(me, accepted=True), running.look().at_the_keyboard]
running.stop()
come("stopped", running.is_stopped)
client.sendall(b"data")
come("unread", lambda: running.has_unread_from(me, accepted=True))
names = [call.name for call in running.calls_when_stopped()]
facts["stopped"] = [names, running.connections()[0].unread, running.look().for_ever]
running.go_on()
come("heard", lambda: b"heard" in printed)
come("child", lambda: len(running.pids()) == 2 and running.look().at_the_keyboard)
unread = running.has_unread_from(me, accepted=True)
facts["child"] = [running.is_stopped(), running.processes(), unread, running.memory_mib() > 1]
running.terminal.type_line("end", running.look().threads)
come("end", running.has_ended)
come("arrived", lambda: not running.something_is_on_its_way())
facts["end"] = [running.status(), running.processes(), client.recv(9) == b""]
facts["printed"] = (bytes(printed) + running.terminal.read_to_the_end()).decode()
child = running.pids()
running.kill()
facts["killed"] = [running.pids(), [pid for pid in child if lives(pid)]]
client.close()
world.leave_world([(me, HERE)])

for _ in range(2):  # the second time, nothing of the first is there
    start("stacks.py")
    come("keyboard", lambda: running.look().at_the_keyboard)
    running.stop()
    come("stopped", running.is_stopped)
    asked = 0
    for has_gone in running.ask_for_stacks():
        come("gone", has_gone)
        asked += 1
    facts["asked"] = asked
    come("dead", running.has_ended)
    said = (bytes(printed) + running.terminal.read_to_the_end()).decode()
    words = ("prompt: ", "most recent call first", 'stacks.py", line 2')
    facts["stacks"] = [*(word in said for word in words), running.status()]
    running.kill()
    world.leave_world([])

start("refused.py")
come("keyboard", lambda: running.look().at_the_keyboard)
facts["refused"] = running.was_refused_over_tcp()
running.kill()
world.leave_world([])

start("udp.py")
come("keyboard", lambda: running.look().at_the_keyboard)
facts["udp"] = [running.listeners("udp") == (HERE,), running.listeners("tcp"), running.has_unread_datagrams()]
facts["not refused"] = running.was_refused_over_tcp()
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", HERE)
come("datagram", running.has_unread_datagrams)
facts["asleep"] = [running.look().asleep, running.look().for_ever]
running.kill()
world.leave_world([])
world.enter_fresh_world(PORTS)
socket.create_server(HERE).close()
print(json.dumps(facts))
"""
)

BY_THE_CLOCK = (
    _BEGINNING
    + """
start("program.py")
come("keyboard", lambda: running.look().at_the_keyboard)
look = running.look()
facts["keyboard"] = [look.asleep, look.for_ever, look.takes_keys, running.has_ended(), len(running.pids())]
activity = running.activity()
facts["used"] = [running.processes(), 0 <= running.cpu_seconds() < 60, activity.seconds < 60, activity.is_stalled]
facts["nothing"] = [running.listeners("tcp"), running.connections(), len(running.sockets_held())]
running.watch_afresh()
facts["afresh"] = [running.processes(), running.look().asleep]
running.terminal.type_line("abc", ())
come("listener", lambda: running.listeners("tcp"))
facts["listens"] = [running.listeners("tcp") == (HERE,), running.listeners("udp"), len(running.sockets_held())]
client = socket.create_connection(HERE, timeout=60)
me = client.getsockname()
facts["not accepted"] = [running.has_unread_from(("127.0.0.1", 1), accepted=False)]
come("connection", running.connections)
(connection,) = running.connections()
facts["connection"] = [connection.remote == me, connection.at_its_end, connection.unread]
facts["accepted"] = [running.has_unread_from(me, accepted=known) for known in (True, False)]
facts["not told"] = [
    running.shows_what_is_read,
    running.calls(look),
    running.calls_when_stopped(),
    running.was_refused_over_tcp(),
    running.has_unread_datagrams(),
    running.holds_broken_connections(),
    running.is_stopped(),
]
running.stop()
come("stopped", running.is_stopped)
running.go_on()
client.sendall(b"data")
come("heard", lambda: b"heard" in printed)
come("child", lambda: running.look().asleep and running.processes() == 2)
child = running.pids()
running.terminal.type_line("end", ())
come("end", running.has_ended)
facts["seen to end"] = running.something_is_on_its_way()
come("arrived", lambda: not running.look().asleep and not running.something_is_on_its_way())
facts["end"] = [running.status(), len(running.pids())]
facts["printed"] = (bytes(printed) + running.terminal.read_to_the_end()).decode()
running.kill()
facts["killed"] = [running.pids(), [pid for pid in child if lives(pid)]]
client.close()
world.leave_world([(me, HERE)])

start("stacks.py")
come("keyboard", lambda: running.look().at_the_keyboard)
asked = 0
for has_gone in running.ask_for_stacks():
    come("gone", has_gone)
    asked += 1
facts["asked"] = asked
come("dead", running.has_ended)
said = (bytes(printed) + running.terminal.read_to_the_end()).decode()
facts["stacks"] = ["prompt: " in said, "most recent call first" in said, running.status()]
running.kill()
world.leave_world([])
world.enter_fresh_world(PORTS)
socket.create_server(HERE).close()
print(json.dumps(facts))
"""
)


def facts_of(kind: str, observation: str, script: str) -> dict[str, object]:
    """Run the programs in worlds of this kind; return what was seen."""
    with scratch_folder() as folder:
        for name in ("programs", "scratch"):
            (folder / name).mkdir(0o711)
        programs = {"program": PROGRAM, "stacks": STACKS, "refused": REFUSED, "udp": SPEAKS_UDP}
        for name, source in programs.items():
            (folder / "programs" / f"{name}.py").write_text(source)
        words = (kind, observation, folder / "programs", folder / "scratch", EXERCISES)
        answer = subprocess.run(
            [sys.executable, "-c", script, *map(str, words)],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert answer.returncode == 0, answer.stderr
    facts = json.loads(answer.stdout)
    assert isinstance(facts, dict)
    return facts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.xdist_group("loopback")
def test_a_program_is_seen_and_handled(kind: str) -> None:
    """Its calls, sockets and processes, what it prints and how it ends; it can be stopped, asked, and killed."""
    facts = facts_of(kind, "kernel", BY_THE_KERNEL)
    assert facts == {
        "keyboard": [True, True, True, False, 1],
        "used": [1, True, True, ""],
        "nothing": [[], [], False],
        "shows": True,
        "listens": [True, [], 1],
        "accept": [["accept", False]],
        "connection": [True, False, False],
        "broken": False,
        "recv": [[["recv", False]], False, False],
        "stopped": [["recv"], True, False],
        "child": [False, 2, False, True],
        "end": [3, 2, True],
        "printed": "hello\r\ngot abc\r\nheard b'data'\r\n",
        "killed": [[], []],
        "asked": 1,
        "stacks": [True, True, True, 134],
        "refused": kind == "namespaces",
        "udp": [True, [], False],
        "not refused": False,
        "asleep": [True, True],
    }


@pytest.mark.xdist_group("loopback")
def test_by_the_clock_a_program_is_seen_and_handled() -> None:
    """What the kernel shows to everybody is the same; what it does not, is not told."""
    assert facts_of("plain", "clock", BY_THE_CLOCK) == {
        "keyboard": [True, False, True, False, 1],
        "used": [1, True, True, True],
        "nothing": [[], [], 0],
        "afresh": [0, False],
        "listens": [True, [], 1],
        "not accepted": [True],
        "connection": [True, False, False],
        "accepted": [False, False],
        "not told": [False, [], [], False, False, False, False],
        "seen to end": True,
        "end": [3, 1],
        "printed": "hello\r\ngot abc\r\nheard b'data'\r\n",
        "killed": [[], []],
        "asked": 1,
        "stacks": [True, True, 134],
    }
