"""Submissions that cost as much as they can: every program behaves right, and does something dear at every turn.

They are made from the solutions. ``python -m tests.bench`` measures them.
"""

import re
import shutil
from pathlib import Path

from tests.paths import SOLUTIONS

_SENDS = re.compile(r"^( *)((?:connection|server|client)\.(?:sendall|sendto)\()", re.MULTILINE)
_STARTS = re.compile(r'^if __name__ == "__main__":\n', re.MULTILINE)

_SLEEPS = "import time\ndef dear():\n    time.sleep({})\n"
_BURNS = "import time\ndef dear():\n    end = time.process_time() + {}\n    while time.process_time() < end: pass\n"
_PRINTS_BESIDES = """
import threading
def on_and_on():
    while True: print("x" * 1000)
def dear():
    if threading.active_count() == 1: threading.Thread(target=on_and_on, daemon=True).start()
"""
_WAKES_UP = """
import time
def dear():
    end = time.monotonic() + 20
    while time.monotonic() < end: time.sleep(5e-5)
"""
_STORM = """
import os, signal, time
def dear():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if os.fork() == 0: os._exit(0)
        time.sleep(2e-4)
"""
_DOES_NOT_ANSWER_THE_LOOK = """
import faulthandler, signal, time
def dear():
    faulthandler.disable()
    signal.signal(signal.SIGABRT, lambda *_: None)
    while True: time.sleep({})
"""
_DRIPS = """
import time
def dear():
    while True:
        print(".", end="", flush=True)
        time.sleep(0.4)
"""
_SENDS_BESIDES = """
import socket, threading
def on_and_on():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        while True: sender.sendto(b"x", ("127.0.0.1", 8080))
def dear():
    if threading.active_count() == 1: threading.Thread(target=on_and_on, daemon=True).start()
"""
_CONNECTS_BESIDES = """
import socket, threading
def on_and_on():
    while True:
        for port in (8080, 8081):
            with socket.socket() as another:
                another.connect_ex(("127.0.0.1", port))
def dear():
    if threading.active_count() == 1: threading.Thread(target=on_and_on, daemon=True).start()
"""

# What is done before every answer and every message.
AT_EVERY_TURN = {
    "sleeps for ever": _SLEEPS.format(10_000),
    "sleeps for 5 s": _SLEEPS.format(5),
    "sleeps for 2.8 s": _SLEEPS.format(2.8),
    "sleeps for 1.4 s": _SLEEPS.format(1.4),
    "sleeps for a second": _SLEEPS.format(1),
    "computes for ever": _BURNS.format(10_000),
    "computes for 0.9 s": _BURNS.format(0.9),
    "computes for 0.2 s": _BURNS.format(0.2),
    "computes for 0.08 s": _BURNS.format(0.08),
    "prints for ever": 'def dear():\n    while True: print("x" * 1000)\n',
    "prints for ever besides": _PRINTS_BESIDES,
    "sends datagrams for ever besides": _SENDS_BESIDES,
    "connects for ever besides": _CONNECTS_BESIDES,
    "wakes up for ever": _WAKES_UP,
    "starts short processes for ever": _STORM,
    "sleeps and does not say where": _DOES_NOT_ANSWER_THE_LOOK.format(10),
    "naps and does not say where": _DOES_NOT_ANSWER_THE_LOOK.format(0.01),
    "drips for ever": _DRIPS,
}
# What is done before the program begins.
AT_EVERY_START = {
    "computes for 0.9 s": _BURNS.format(0.9),
    "computes for 0.2 s": _BURNS.format(0.2),
    "sleeps for 5 s": _SLEEPS.format(5),
}


def submissions(folder: Path) -> dict[str, Path]:
    """Write them all below ``folder``; return where each is."""
    made = {}
    for when, deeds in (("at every turn", AT_EVERY_TURN), ("at every start", AT_EVERY_START)):
        for name, deed in deeds.items():
            place = folder / f"{name} {when}".replace(" ", "_")
            shutil.copytree(SOLUTIONS, place)
            for program in place.rglob("*.py"):
                text = program.read_text(encoding="utf-8")
                if when == "at every turn":
                    text = _SENDS.sub(r"\1dear()\n\1\2", text)
                else:
                    text = _STARTS.sub('if __name__ == "__main__":\n    dear()\n', text)
                program.write_text(deed + text, encoding="utf-8")
            made[f"{name} {when}"] = place
    return made
