"""A program that signals its whole process group, to which a process of the sandbox belongs."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.sandbox import obstacle_to
from tests.paths import EXERCISES, ROOT, environment
from tests.worlds import scratch_folder

pytestmark = pytest.mark.skipif(
    bool(obstacle_to("namespaces", load_course(EXERCISES).limits)), reason="needs worlds of kind namespaces"
)
PROGRAM = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
input()
os.killpg(0, signal.SIGTERM)
print(input())
raise SystemExit(7)
"""
# Lets the program signal its group, then ends it or lets it end; tells its status and whether the wait for that ended.
_SCRIPT = """
import sys
from pathlib import Path
from grader.catalog import load_course
from grader.sandbox import build, wrapped

class Patience:
    pauses = 0
    def pause(self):
        Patience.pauses += 1
        return Patience.pauses < 10_000

wrapped.Patience = Patience
world = build("namespaces", "kernel", load_course(Path(sys.argv[2])).limits, Path(sys.argv[3]))
world.enter_fresh_world(frozenset())
run = world.start(Path(sys.argv[1]), "program.py", frozenset())
for _ in range(1 + (sys.argv[4] == "ends")):
    while not run.look().at_the_keyboard:
        pass
    run.terminal.type_line("go on", run.look().threads)
while not (run.has_ended() if sys.argv[4] == "ends" else run.look().at_the_keyboard):
    pass
if sys.argv[4] == "ends":
    print(run.status())
run.kill()
world.leave_world([])
print(Patience.pauses < 10_000)
"""


@pytest.mark.parametrize(("act", "told"), [("ends", ["7", "True"]), ("is ended", ["True"])])
def test_its_own_status_is_told_and_no_status_is_waited_for_that_never_comes(
    tmp_path: Path, act: str, told: list[str]
) -> None:
    """One that outlives the signal is judged by its end; one that the grader ends is not asked for a status."""
    (tmp_path / "program.py").write_text(PROGRAM)
    with scratch_folder() as scratch:
        words = [sys.executable, "-c", _SCRIPT, str(tmp_path), str(EXERCISES), str(scratch), act]
        done = subprocess.run(
            words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=300
        )
    assert (done.returncode, done.stdout.split()) == (0, told), done.stderr
