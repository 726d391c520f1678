"""Control groups: their bounds, their account, whose fault a kill for want of memory was, and that none is left."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.cgroup import BoundedGroup, remove_abandoned_groups
from tests.paths import GRADER, ROOT, environment
from tests.test_isolation import on_the_loopback, submission_of
from tests.waiting import wait_for

_V1 = Path("/sys/fs/cgroup/memory")
TASKS, MEMORY_MIB = 64, 200


def can_bound_memory() -> bool:
    """Tell whether this user may make groups that bound memory here."""
    group = BoundedGroup(TASKS, MEMORY_MIB)
    group.make()
    try:
        return any((Path(path) / name).exists() for path in group.paths() for name in ("memory.events", "memory.stat"))
    finally:
        group.remove()


pytestmark = pytest.mark.skipif(not can_bound_memory(), reason="no control group that bounds memory may be made here")


@pytest.fixture
def group() -> Iterator[BoundedGroup]:
    """Return a group."""
    group = BoundedGroup(TASKS, MEMORY_MIB)
    group.make()
    yield group
    group.remove()


@pytest.fixture
def small_machine() -> Iterator[Path]:
    """Return a group around all others that has far less memory than a program may take."""
    own = next(
        line for line in Path("/proc/self/cgroup").read_text().splitlines() if ":memory:" in line or "::" in line
    )
    place = _V1 if ":memory:" in own else Path("/sys/fs/cgroup")
    machine = place / own.rpartition(":")[2].strip("/") / f"small-machine-{os.getpid()}"
    if place != _V1:
        pytest.skip("needs version 1 of the control groups, in which a group with processes can have others below it")
    machine.mkdir()
    for name in ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"):
        if (machine / name).exists():
            (machine / name).write_text(str(150 * 1024 * 1024))
    yield machine
    machine.rmdir()


def run_in(group: BoundedGroup, source: str) -> int:
    """Run a program in a group; return its exit status."""
    return subprocess.run([sys.executable, "-c", source], check=False, preexec_fn=group.enter).returncode


def test_memory_beyond_the_limit_is_the_programs_own(group: BoundedGroup) -> None:
    """The kernel's kill at the group's own limit is told as that, and forgotten in the next world."""
    assert run_in(group, "bytearray(400 << 20)") == -9
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (True, False)
    group.make()
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (False, False)
    assert run_in(group, "bytearray(20 << 20)") == 0
    assert (group.killed_at_its_limit(), group.killed_by_the_machine()) == (False, False)


def test_tasks_beyond_the_limit_are_refused(group: BoundedGroup) -> None:
    """The kernel lets no more tasks into the group than it was made for; others' are not counted."""
    if not any((Path(path) / "pids.max").exists() for path in group.paths()):
        pytest.skip("needs a control group that bounds the number of tasks (pids.max)")
    source = f"""
import os, signal
started = []
try:
    for _ in range({2 * TASKS}):
        if (child := os.fork()) == 0:
            signal.pause()
        started.append(child)
except BlockingIOError:
    pass
for child in started:
    os.kill(child, signal.SIGKILL)
os._exit(len(started) + 1)
"""
    assert run_in(group, source) == TASKS


def test_processes_that_come_and_go_are_accounted_for(group: BoundedGroup) -> None:
    """The CPU time of processes that nobody has seen and nobody has buried counts."""
    before = group.cpu_seconds()
    spin = "import os, time\\nif os.fork(): os._exit(0)\\nwhile time.process_time() < 0.3: pass"
    run_in(group, f"import os, subprocess, sys\nsubprocess.run([sys.executable, '-c', '{spin}'])")
    wait_for(lambda: not any((Path(path) / "cgroup.procs").read_text() for path in group.paths()))
    after = group.cpu_seconds()
    assert before is not None
    assert after is not None
    assert after - before > 0.3


def test_a_group_whose_owner_is_gone_is_removed_with_what_is_in_it(group: BoundedGroup) -> None:
    """A killed owner's group is emptied and removed by anybody, one that lives is left alone."""
    source = """
import os, signal, subprocess, sys
from grader.sandbox.cgroup import BoundedGroup
group = BoundedGroup(64, 200)
group.make()
wait = [sys.executable, "-c", "import signal; signal.pause()"]
nowhere = subprocess.DEVNULL
child = subprocess.Popen(wait, stdout=nowhere, stderr=nowhere, preexec_fn=group.enter)
print(child.pid, *group.paths(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    answer = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False)
    pid, *paths = answer.stdout.split()
    assert paths
    remove_abandoned_groups()
    wait_for(lambda: not any(Path(path).exists() for path in paths))  # another grading may be at it, now or before
    status = Path(f"/proc/{pid}/stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"
    assert all(Path(path).is_dir() for path in group.paths())


@on_the_loopback
def test_the_machines_want_of_memory_is_an_error(tmp_path: Path, small_machine: Path) -> None:
    """Where the kernel kills a program that is far from its own limit, no mark is lost: the check is an error."""
    submission = submission_of(tmp_path, "tcp_v1/client.py", "bytearray(1000 << 20)")
    words = [*GRADER, "grade", submission, "--only", "tcp_v1/client", "--reports", tmp_path / "reports"]
    grading = subprocess.run(
        list(map(str, words)),
        cwd=ROOT,
        env=environment(),
        check=False,
        preexec_fn=lambda: (small_machine / "cgroup.procs").write_text("0"),
    )
    assert grading.returncode == 2
    check = json.loads((tmp_path / "reports" / "score.json").read_text())["exercises"][0]["programs"][0]["checks"][0]
    assert check["status"] == "error"
    assert "no memory left" in check["message"]
