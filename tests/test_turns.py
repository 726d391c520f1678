"""Gradings that share a loopback take turns in their order, whatever became of those before; no stranger decides."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.paths import ROOT

# Says when it has drawn its number and has to wait, when it is its turn, and keeps that until its input ends.
TAKER = """
import sys
from grader.sandbox.turns import turn
with turn(lambda: print("waits", flush=True)):
    print("works", flush=True)
    sys.stdin.read()
"""
WHERE = "from grader.sandbox.turns import _folder; print(_folder())"
# As another user, tries to take what belongs to the gradings of this one.
STRANGER = """
import fcntl, os, sys
os.setgroups([]), os.setgid(54321), os.setuid(54321)
for place in (sys.argv[1], sys.argv[1] + "/000000000001"):
    try:
        fcntl.flock(os.open(place, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
        print("TAKEN", place)
    except OSError as error:
        print(type(error).__name__)
"""

pytestmark = pytest.mark.xdist_group("loopback")


@contextmanager
def taker(word: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process that wants a turn, and wait for its first word."""
    words = [sys.executable, "-c", TAKER]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert says(process) == word
            yield process
        finally:
            process.kill()


def says(process: subprocess.Popen[str]) -> str:
    """Return the next word of a process."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def place() -> Path:
    """Return where the numbers of this user lie."""
    answer = subprocess.run([sys.executable, "-c", WHERE], cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())


def test_turns_are_taken_in_the_order_of_arrival() -> None:
    """Who came earlier works earlier, also after the one in between has been killed; nothing is left at the end."""
    with ExitStack() as takers:
        first, second, third, last = [
            takers.enter_context(taker(word)) for word in ("works", "waits", "waits", "waits")
        ]
        second.send_signal(signal.SIGKILL)
        second.wait()
        first.communicate("")
        assert says(third) == "works"
        third.communicate("")
        assert says(last) == "works"
        last.communicate("")
    assert not place().exists()


def test_a_killed_grading_gives_its_turn_back() -> None:
    """SIGKILL for the one whose turn it is: the next one works, and removes both numbers."""
    with taker("works") as first, taker("waits") as second:
        first.kill()
        assert says(second) == "works"
        second.communicate("")
    assert not place().exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else for a moment")
def test_no_stranger_holds_the_lock() -> None:
    """Another user can open neither the folder of the numbers nor a number."""
    with taker("works") as first:
        words = [sys.executable, "-c", STRANGER, str(place())]
        answer = subprocess.run(words, capture_output=True, text=True, check=True)
        assert answer.stdout.split() == ["PermissionError"] * 2
        first.communicate("")


def test_a_locked_root_folder_keeps_nobody_waiting() -> None:
    """What everybody can lock has no say."""
    everybodys = os.open("/", os.O_RDONLY)
    try:
        fcntl.flock(everybodys, fcntl.LOCK_EX)
        with taker("works") as first:
            first.communicate("")
    finally:
        os.close(everybodys)
