"""The small process that starts programs for an examining process."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces, and needs this process")

# Starts a program and says who is who. When it is told to go on, it tells how the program ended and what it printed.
_EXAMINER = """
import os, resource, sys
from grader.sandbox.network import adopt_orphans
from grader.sandbox.starting import Manner, Starter
from grader.observe.terminal import Terminal
adopt_orphans()
starter = Starter()
held, _ = os.pipe()
manner = Manner(groups=(), limits=((resource.RLIMIT_CORE, 0),), umask=0o027, namespaces=(), becomes_root=False)
start = lambda terminal: starter.start(terminal, sys.argv[1:], {"ONLY": "this"}, manner, (held,))
terminal = Terminal(["/bin/sh"], folder=None, environment={}, start=start)
print(os.getpid(), terminal.pid, held, flush=True)
sys.stdin.read()
status = terminal.bury()
print(status, terminal.read_to_the_end().decode())
"""
_TELLS = """
import os, resource
def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
print(os.getppid(), os.getpid(), resource.getrlimit(resource.RLIMIT_CORE)[1], os.umask(0), os.getsid(0), os.getcwd())
print(*(name for name in os.environ if name != "LC_CTYPE"), *filter(is_open, range(256)))
raise SystemExit(7)
"""


def examiner(*command: str) -> "subprocess.Popen[str]":
    """Start a process that starts this command."""
    words = [sys.executable, "-c", _EXAMINER, *command]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(words, cwd=ROOT, env=environment(), text=True, **pipes)  # type: ignore[call-overload, no-any-return]


def who_is_who(process: "subprocess.Popen[str]") -> list[int]:
    """Return its own number, that of the program, and that of the descriptor which the program was to get."""
    assert process.stdout is not None
    return [int(number) for number in process.stdout.readline().split()]


def test_a_program_has_what_was_ordered_and_nothing_of_the_starter() -> None:
    """Its parent is the process that asked; its limits, umask, environment and descriptors are those of the order."""
    with examiner(sys.executable, "-I", "-S", "-c", _TELLS) as process:
        parent, program, held = who_is_who(process)
        said, _ = process.communicate()
    status, *told = said.split()
    assert (status, told[:6]) == ("7", [str(parent), str(program), "0", str(0o027), str(program), str(ROOT)])
    assert told[6:] == ["ONLY", "0", "1", "2", str(held)]


def test_a_program_ends_with_the_process_that_asked_for_it() -> None:
    """However that ends."""
    with examiner("/bin/sleep", "1000") as process:
        _, program, _ = who_is_who(process)
        end = select.poll()
        end.register(os.pidfd_open(program), select.POLLIN)
        process.send_signal(signal.SIGKILL)
    assert end.poll(30_000)


def test_what_cannot_be_started_is_told() -> None:
    """A command that is not there is no program that ends at once."""
    with examiner("/no/such/command") as process:
        _, told = process.communicate()
    assert "GraderBroken: the program could not be started: [Errno 2] No such file or directory" in told


def test_a_program_enters_its_groups(tmp_path: Path) -> None:
    """The process that becomes it writes itself into each of them."""
    members = tmp_path / "cgroup.procs"
    members.touch()
    groups = _EXAMINER.replace("groups=()", f"groups=({str(tmp_path)!r},)")
    words = [sys.executable, "-c", groups, "/bin/true"]
    done = subprocess.run(words, cwd=ROOT, env=environment(), input="", capture_output=True, text=True, check=True)
    assert done.stdout.split()[3:] == ["0"]
    assert members.read_text() == "0"
