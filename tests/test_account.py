"""The account of CPU time where no control group keeps it."""

import subprocess
import sys

import pytest

from tests.paths import ROOT, environment
from tests.worlds import scratch_folder

# Leaves an orphan that uses half a second and ends; then it waits for the keyboard.
PROGRAM = """
import os, time
ended, end = os.pipe()
if os.fork() == 0:
    if os.fork() == 0:
        while time.process_time() < 0.5:
            pass
    os._exit(0)
os.wait()
os.close(end)
os.read(ended, 1)
input()
"""
# Runs it in a world without control groups, as an ordinary user's is, and tells its CPU time when it waits.
SCRIPT = """
import sys
from pathlib import Path
from grader.catalog import load_course
from grader.sandbox import build, cgroup
cgroup.places = dict
kind, folder, scratch, course = sys.argv[1], *map(Path, sys.argv[2:])
world = build(kind, "kernel", load_course(course).limits, scratch)
world.enter_fresh_world(frozenset())
running = world.start(folder, "program.py", frozenset())
while not running.has_ended():
    look = running.look()
    if look.at_the_keyboard and len(running.pids()) == 1:
        break
print(running.cpu_seconds())
running.kill()
world.leave_world([])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this kind of world")
def test_what_an_orphan_used_before_it_ended_counts() -> None:
    """In a namespace the program's orphans become another process's children; their time is the program's own."""
    with scratch_folder() as folder:
        for name in ("program", "scratch"):
            (folder / name).mkdir()
        (folder / "program" / "program.py").write_text(PROGRAM)
        words: tuple[object, ...] = ("namespaces", folder / "program", folder / "scratch", ROOT / "exercises")
        command = [sys.executable, "-c", SCRIPT, *map(str, words)]
        answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert float(answer.stdout or 0) > 0.4, answer.stderr
