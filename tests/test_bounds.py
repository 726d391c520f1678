"""Programs that are hard to see, or that give the grader much to read: each ends with a verdict, within its budget."""

import json
import os
import resource
import time
from pathlib import Path
from typing import Any

import pytest

from grader.engine.stacks import lines_of, places
from tests.paths import run

on_the_loopback = pytest.mark.xdist_group("loopback")
only_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can run programs as another user")
KINDS = [
    pytest.param("namespaces"),
    pytest.param("user", marks=[on_the_loopback, only_root]),
    pytest.param("plain", marks=on_the_loopback),
]
SLOW_SERVER = """
import ctypes, os, select, shutil, socket, subprocess, threading, time

{how}

with socket.create_server(("127.0.0.1", 8080)) as server:
    connection, address = server.accept()
    with connection:
        data = connection.recv(1024)
        sleep(20)
        print(address, data)
        connection.sendall(data.upper())
"""
NAPS = """
def sleep(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(5e-5)
"""
CLOSED = """
def sleep(seconds):
    epoll = select.epoll()
    threading.Timer(0.1, lambda: os.close(epoll.fileno())).start()
    select.epoll.poll(epoll, seconds)
"""
UNREADABLE = """
def sleep(seconds):
    mine = shutil.copy("/bin/sleep", "sleep")
    os.chmod(mine, 0o111)
    subprocess.run(["./sleep", str(seconds)])
"""
THREADS = """
def sleep(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        thread = threading.Thread(target=time.sleep, args=(5e-3,))
        thread.start()
        thread.join()
"""
OTHER_MODES = """
import socket, sys, termios

{change}
with socket.create_server(("127.0.0.1", 8080)) as server:
    connection, address = server.accept()
    with connection:
        data = connection.recv(1024)
        print(address, data)
        connection.sendall(data.upper())
"""
CAPITALS = "modes = termios.tcgetattr(1)\nmodes[1] |= 0o2  # OLCUC\ntermios.tcsetattr(1, termios.TCSANOW, modes)"
STOPPED = "termios.tcflow(0, termios.TCIOFF)"
RAW = "import tty\ntty.setraw(0)"
DRIPPING_CLIENT = """
import threading, time

def drip():
    while True:
        print(".", end="", flush=True)
        time.sleep(0.2)

threading.Thread(target=drip, daemon=True).start()
input("message: ")
time.sleep(10000)
"""


def graded(folder: Path, program: str, source: str, kind: str) -> dict[str, dict[str, Any]]:
    """Grade one program; return its checks by their names. The grading is complete."""
    path = folder / "submission" / program
    path.parent.mkdir(parents=True)
    path.write_text(source)
    words = ("--only", program.removesuffix(".py"), "--isolation", kind, "--reports", folder / "reports", "--json")
    answer = run("grade", folder / "submission", *words)
    assert answer.returncode in {0, 1}, answer.stdout + answer.stderr
    checks = json.loads(answer.stdout)["exercises"][0]["programs"][0]["checks"]
    return {check["name"].rpartition(".")[2]: check for check in checks}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", [NAPS, CLOSED, UNREADABLE, THREADS], ids=["naps", "closed", "unreadable", "threads"])
def test_a_sleep_that_cannot_be_seen_earns_nothing(tmp_path: Path, kind: str, how: str) -> None:
    """A server that sleeps for 20 s before its answer is not waited for, in whatever way it sleeps."""
    checks = graded(tmp_path, "tcp_v1/server.py", SLOW_SERVER.format(how=how), kind)
    assert checks["listens"]["status"] == "passed"
    assert checks["answers_the_first_client"]["status"] == "failed"
    told = checks["answers_the_first_client"]["diagnosis"]  # who sleeps so often may use up its CPU time before
    assert "The grader stopped waiting" in told or "CPU time" in told


@pytest.mark.parametrize("change", [CAPITALS, STOPPED, RAW], ids=["capitals", "stopped", "raw"])
def test_what_a_program_does_to_its_terminal_costs_nothing(tmp_path: Path, change: str) -> None:
    """A server may set its terminal as it likes: what it prints is read all the same."""
    checks = graded(tmp_path, "tcp_v1/server.py", OTHER_MODES.format(change=change), "namespaces")
    assert {check["status"] for check in checks.values()} == {"passed"}, checks


HELD_OUTPUT = "termios.tcflow(1, termios.TCOOFF)"


def test_only_who_sleeps_is_said_to_sleep(tmp_path: Path) -> None:
    """A server that waits for its own terminal, which it has stopped, is not said to sleep."""
    checks = graded(tmp_path, "tcp_v1/server.py", OTHER_MODES.format(change=HELD_OUTPUT), "namespaces")
    diagnosis = checks["answers_the_first_client"]["diagnosis"]
    assert "sleeping" not in diagnosis
    assert "nobody reads what it writes" in diagnosis
    assert " The grader stopped waiting after" in diagnosis


def test_a_program_that_never_stops_printing_is_judged(tmp_path: Path) -> None:
    """A client that prints a byte now and then, for ever, is given up like one that sleeps."""
    checks = graded(tmp_path, "tcp_v3/client.py", DRIPPING_CLIENT, "namespaces")
    assert checks["asks_for_input"]["status"] == "passed"
    assert checks["sends_what_was_typed"]["status"] == "failed"


@pytest.mark.parametrize("source", ["socket.SOCK_DGRAM", "socket.SOCK_STREAM"], ids=["datagrams", "a stream"])
def test_what_a_peer_keeps_is_bounded(tmp_path: Path, source: str) -> None:
    """A client that sends without end does not fill the grader, and what is told of it is short."""
    exercise = "udp" if "DGRAM" in source else "tcp_v3"
    port = 8080 if exercise == "udp" else 8081
    program = (
        f'import socket\nclient = socket.socket(type={source})\nclient.connect(("127.0.0.1", {port}))\n'
        'input("message: ")\nwhile True: client.send(b"x" * 60000)\n'
    )
    checks = graded(tmp_path, f"{exercise}/client.py", program, "namespaces")
    first = checks["sends_a_datagram_per_line" if exercise == "udp" else "sends_what_was_typed"]
    assert first["status"] == "failed"
    assert len(first["message"]) < 1000
    assert len(json.dumps(first["transcript"])) < 20_000


def test_a_client_that_sends_for_ever_is_not_replied_to_for_ever(tmp_path: Path) -> None:
    """Every datagram gets a reply, within bounds: a thousand small ones between two looks cost little CPU time."""
    flood = (
        'import socket\nclient = socket.socket(type=socket.SOCK_DGRAM)\ninput("message: ")\n'
        'while True: client.sendto(b"x", ("127.0.0.1", 8080))\n'
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    checks = graded(tmp_path, "udp/client.py", flood, "namespaces")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert checks["sends_a_datagram_per_line"]["status"] == "failed"
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < 15, used  # the whole course has 30 s


@pytest.mark.parametrize(
    "line",
    [
        "Thread 0x" + "a" * 100,
        'File "' + "/" * 100,
        'File "x/server.py", line ' + "9" * 100,
        "Current thread 0x1 " + ":" * 100,
    ],
)
def test_reading_a_stack_takes_time_in_proportion(line: str) -> None:
    """What a program prints in place of its stack is read in a time that grows as its length does, no faster."""

    def seconds(times: int) -> float:
        text = line[:-100] + line[-100:] * times
        began = time.process_time()
        places(text, "server.py")
        list(lines_of("server.py", text))
        return time.process_time() - began

    seconds(1)
    shorter = min(seconds(1000) for _ in range(3))
    assert min(seconds(8000) for _ in range(3)) < 30 * max(shorter, 1e-4)  # eight times as long; squared it is 64 times


def test_a_number_of_many_digits_is_no_line() -> None:
    """A forged traceback may name a line of thousands of digits: then it names none."""
    assert list(lines_of("server.py", f'File "/x/server.py", line {"9" * 5000}\nFile "/x/server.py", line 12\n')) == [
        12
    ]
