"""What a blocked thread waits for is read from the call that it sits in."""

import platform
import subprocess
import sys

import pytest

from grader.observe.syscalls import Wait, wait_of
from tests.waiting import wait_for

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the calls are named by their numbers on x86_64"
)

# One call by its number: of the library's functions some make another one than they are called.
CALL = """
import ctypes, os, select, struct, sys
call = ctypes.CDLL(None).syscall
one = ctypes.create_string_buffer(struct.pack("ihh", 0, 1, 0))
epoll = select.epoll()
hour = ctypes.create_string_buffer(struct.pack("qq", 3600, 0))
"""
WAITS = {
    "ppoll": ("call(271, one, 1, None, None, 8)", Wait("poll", (0,), timed=False)),
    "ppoll, timed": ("call(271, one, 1, hour, None, 8)", Wait("poll", (0,), timed=True)),
    "poll of nothing": ("call(7, None, 0, -1)", Wait("poll", (), timed=False)),
    "select of nothing": ("call(23, 0, None, None, None, None)", Wait("select", (), timed=False)),
    "epoll_pwait2": (
        "call(441, epoll.fileno(), ctypes.create_string_buffer(64), 1, None, None, 8)",
        Wait("epoll", (), timed=False),
    ),
    "epoll_pwait2, timed": (
        "call(441, epoll.fileno(), ctypes.create_string_buffer(64), 1, hour, None, 8)",
        Wait("epoll", (), timed=True),
    ),
}


@pytest.mark.parametrize("name", WAITS)
def test_a_call_is_decoded_by_its_arguments(name: str) -> None:
    """Which descriptors it waits for, and whether it may end by itself."""
    code, expected = WAITS[name]
    words = [sys.executable, "-I", "-S", "-c", f"{CALL}\nos.write(1, b'.')\n{code}"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as waiting:
        assert waiting.stdout is not None
        try:
            assert waiting.stdout.read(1) == b"."  # from now on it waits for nothing else
            wait_for(lambda: wait_of(waiting.pid, waiting.pid) is not None, lambda: waiting.poll() is not None)
            assert wait_of(waiting.pid, waiting.pid) == expected
        finally:
            waiting.kill()
