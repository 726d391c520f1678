"""Several runs of one program side by side: the numbers of their processes, and what they see of the machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.sandbox import obstacle_to
from tests.paths import EXERCISES, ROOT, environment
from tests.worlds import scratch_folder

LIMITS = load_course(EXERCISES).limits
pytestmark = pytest.mark.skipif(bool(obstacle_to("namespaces", LIMITS)), reason="needs worlds of kind namespaces")

# Starts two runs of a program in one world, and tells what they print.
_SCRIPT = """
import sys
from pathlib import Path
from grader.catalog import load_course
from grader.sandbox import build
world = build("namespaces", "kernel", load_course(Path(sys.argv[2])).limits, Path(sys.argv[3]))
world.enter_fresh_world(frozenset(), side_by_side=True)
runs = []
for _ in range(2):
    run = world.start(Path(sys.argv[1]), "program.py", frozenset())
    while not (run.has_ended() or run.look().at_the_keyboard):
        pass
    print(run.terminal.read_to_the_end().decode().replace("\\r\\n", "\\n"), end="")
    runs.append(run)
for run in runs:
    run.kill()
world.leave_world([])
"""


def told(folder: Path, program: str) -> list[str]:
    """Return the lines that two runs of the program print, before either run is ended."""
    (folder / "program.py").write_text(program + "\nif __name__ == '__main__':\n    input()\n")
    with scratch_folder() as scratch:
        words = [sys.executable, "-c", _SCRIPT, str(folder), str(EXERCISES), str(scratch)]
        done = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(not Path("/proc/sys/kernel/ns_last_pid").exists(), reason="the kernel lets nobody choose numbers")
def test_numbers_have_five_digits(tmp_path: Path) -> None:
    """No number of a process can be taken for a count, nor is it the same in two gradings."""
    lines = [told(tmp_path, "import os\nprint(os.getpid())") for _ in range(2)]
    numbers = [int(line) for of_one in lines for line in of_one if line.isdigit()]
    assert len(set(numbers)) == 4
    assert min(numbers) >= 10_000


def test_the_processes_of_the_machine_are_not_seen(tmp_path: Path) -> None:
    """In /proc stand the processes of the runs alone, each under the number that it is told."""
    program = """
import os
pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
print(os.readlink("/proc/self") == str(os.getpid()), os.getpid() in pids, len(pids) < 6)
"""
    assert told(tmp_path, program) == ["True True True"] * 2


def test_the_first_process_is_no_leader(tmp_path: Path) -> None:
    """A program does not lead its session, as below a shell, and can begin one in a child."""
    program = "import os\nprint(os.getsid(0) == os.getpid())\nos.setsid() if os.fork() == 0 else os.wait()"
    assert "True" not in told(tmp_path, program)


def test_multiprocessing_has_what_it_needs(tmp_path: Path) -> None:
    """Each way to start a process works: shared memory, semaphores and Unix sockets in /tmp are there."""
    program = """
import multiprocessing
from multiprocessing import shared_memory

def work(queue, lock):
    with lock:
        queue.put(multiprocessing.current_process().name)

def main():
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        queue, lock = context.Queue(), context.Lock()
        process = context.Process(target=work, args=(queue, lock), name=method)
        process.start()
        print(queue.get())
        process.join()
    block = shared_memory.SharedMemory(create=True, size=4096)
    block.close()
    block.unlink()
    with multiprocessing.Manager() as manager:
        print(manager.list(["managed"])[0])

if __name__ == "__main__":
    main()
"""
    assert told(tmp_path, program) == ["fork", "spawn", "forkserver", "managed"] * 2
