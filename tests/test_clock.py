"""By expectation and the clock: what is judged where the kernel does not show what a program waits for.

Forced here by ``--observe clock``, which runs the code that macOS would run.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import termios
from pathlib import Path

import msgspec
import pytest

from grader.model import CheckResult, Score, Status
from grader.observe import terminal
from tests.paths import EXERCISES, ROOT, SOLUTIONS, environment, run
from tests.prove.corpus import known, named, own_name, results_of, write_round
from tests.waiting import wait_for

on_the_loopback = pytest.mark.xdist_group("loopback")  # by the clock there are plain worlds alone

HANGS_IN_RECV = "udp_server/rejected/skips_empty_datagrams"
HANGS_IN_ACCEPT = "tcp_v1_server/rejected/accept_twice"
SPINS = "tcp_v2_server/rejected/spins_on_silent_client"
CRASHES = "tcp_v1_client/rejected/crash_after_the_reply"
DOES_NOT_QUIT = "tcp_v3_client/rejected/waits_for_enter_after_q"
SHOWS_NO_PROMPT = "udp_client/rejected/prompt_not_flushed"

# What a kernel does under which a process may not be looked at: the grader gives up the right to look at others, and
# the one that it tries it out on, a copy of itself, allows nobody to (prctl(2), PR_SET_DUMPABLE and PR_CAPBSET_DROP).
UNSEEN = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
if sys.argv[1] == "drop":
    libc.prctl(24, 19, 0, 0, 0)
    os.execv(sys.executable, [sys.executable, "-c", sys.orig_argv[2], "grade", *sys.argv[2:]])
libc.prctl(4, 0, 0, 0, 0)
from grader.cli import main
main()
"""

LEAVES_A_CHILD = """
import os, signal, socket
server = socket.create_server(("127.0.0.1", 8080))
if os.fork():
    os._exit(0)
os.setpgid(0, 0)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
while True:
    signal.pause()
"""


def handed_in(folder: Path, *programs: str) -> Path:
    """Hand in programs of ``tests/submissions``, at most one for each place."""
    (folder / "submission").mkdir()
    write_round([named(program) for program in programs], folder / "submission")
    return folder / "submission"


def by_the_clock(submission: Path, reports: Path, *words: str) -> Score:
    """Grade by the clock and return the score."""
    answer = run("grade", submission, "--observe", "clock", "--reports", reports, "--json", *words)
    assert answer.returncode in {0, 1}, answer.stdout + answer.stderr
    return msgspec.json.decode(answer.stdout, type=Score)


def lost(checks: list[CheckResult]) -> dict[str, str]:
    """Return what was found by each check that did not pass."""
    return {check.name: f"{check.message} {check.diagnosis}" for check in checks if check.status is not Status.PASSED}


@on_the_loopback
def test_the_solutions_get_full_marks_by_the_clock(tmp_path: Path) -> None:
    """The way of looking changes no mark of a right program, and the report names it."""
    score = by_the_clock(SOLUTIONS, tmp_path)
    assert (score.score, score.isolation, score.observation) == (100, "plain", "clock")


@on_the_loopback
def test_a_second_of_sleep_costs_nothing_by_the_clock(tmp_path: Path) -> None:
    """Whoever sleeps for a second, wherever that is, is not taken for one that waits for the keyboard or has ended."""
    sleepers = [program for program in known("accepted") if program.name == "slow_by_a_second"]
    assert len(sleepers) == 8
    write_round(sleepers, tmp_path)
    score = by_the_clock(tmp_path, tmp_path / "reports")
    assert score.score == 100, [lost(results_of(score, program.slot)) for program in sleepers]


@on_the_loopback
def test_wrong_programs_lose_the_same_by_the_clock(tmp_path: Path) -> None:
    """A program that hangs, spins, crashes or does not quit fails the same checks as where the kernel shows it."""
    programs = (HANGS_IN_RECV, HANGS_IN_ACCEPT, SPINS, CRASHES, DOES_NOT_QUIT, SHOWS_NO_PROMPT)
    score = by_the_clock(handed_in(tmp_path, *programs), tmp_path / "reports")
    for program in programs:
        checks = results_of(score, named(program).slot)
        failed = {own_name(check.name) for check in checks if check.status is Status.FAILED}
        assert failed == named(program).fails, (program, lost(checks))
    hanging = lost(results_of(score, "udp/server"))["udp.server.answers_an_empty_datagram"]
    assert "The grader stopped waiting after" in hanging
    dropped = lost(results_of(score, "tcp_v1/server"))["tcp_v1.server.answers_the_first_client"]
    assert "server.py waits at line" in dropped


def test_the_clock_is_chosen_where_the_kernel_shows_nothing(tmp_path: Path) -> None:
    """Where a process may not be looked at, the choice falls on the clock; to insist on the kernel is refused."""
    words = (EXERCISES, "--only", "tcp_v2/client", "--reports", tmp_path / "reports")
    answer = _unseen(*words, "--observe", "kernel")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("error: this machine's kernel does not show what a process waits for")
    answer = _unseen(*words, "--isolation", "namespaces")
    assert answer.stderr.startswith("error: by the clock alone, programs are judged in worlds of kind 'plain'")


@on_the_loopback
def test_a_student_is_told_that_it_was_the_clock(tmp_path: Path) -> None:
    """Where the grader falls back on the clock by itself, the program is judged, and a sentence says how."""
    answer = _unseen(SOLUTIONS, "--only", "tcp_v1/server", "--reports", tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Graded by the clock" in answer.stdout
    assert "should come from Linux" in " ".join(answer.stdout.split())
    score = json.loads((tmp_path / "score.json").read_text())
    assert (score["score"], score["observation"]) == (8, "clock")


@on_the_loopback
def test_where_the_kernel_shows_everything_nothing_is_said_of_the_clock(tmp_path: Path) -> None:
    """The counterpart: without need or wish, the clock is not chosen."""
    answer = run("grade", EXERCISES, "--only", "tcp_v2/client", "--reports", tmp_path)
    assert "clock" not in answer.stdout
    assert json.loads((tmp_path / "score.json").read_text())["observation"] == "kernel"


@on_the_loopback
def test_by_the_clock_a_port_that_a_stranger_has_taken_is_an_error_that_names_it(tmp_path: Path) -> None:
    """The process that has the port is named, and nobody loses a mark."""
    with socket.create_server(("127.0.0.1", 8080)):
        words = ("--only", "tcp_v1/server", "--observe", "clock", "--reports", tmp_path)
        answer = run("grade", SOLUTIONS, *words)
    assert answer.returncode == 2, answer.stdout + answer.stderr
    assert f"port 8080 is taken by process {os.getpid()}" in answer.stdout


@on_the_loopback
def test_by_the_clock_nothing_is_left_behind(tmp_path: Path) -> None:
    """A child that outlives the program, and its files, are gone after the grading, and so is its port's listener."""
    (tmp_path / "submission/tcp_v1").mkdir(parents=True)
    (tmp_path / "submission/tcp_v1/server.py").write_text(LEAVES_A_CHILD)
    (tmp_path / "tmp").mkdir()
    words = ("--only", "tcp_v1/server", "--observe", "clock", "--json", "--reports", tmp_path / "reports")
    answer = run("grade", tmp_path / "submission", *words, TMPDIR=str(tmp_path / "tmp"))
    assert json.loads(answer.stdout)["complete"], answer.stderr
    assert list((tmp_path / "tmp").iterdir()) == []
    socket.create_server(("127.0.0.1", 8080)).close()


@on_the_loopback
def test_an_interrupted_grading_by_the_clock_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle ends the program and removes every temporary file."""
    (tmp_path / "tmp").mkdir()
    submission = handed_in(tmp_path, HANGS_IN_ACCEPT)
    grading = subprocess.Popen(
        [sys.executable, "-m", "grader", "grade", submission, "--observe", "clock", "--reports", tmp_path / "reports"],
        cwd=ROOT,
        env=environment(TMPDIR=str(tmp_path / "tmp")),
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: _listens(8080), unless=lambda: grading.poll() is not None)
    grading.send_signal(signal.SIGINT)
    _, said = grading.communicate()
    assert (grading.returncode, said.splitlines()[-1][:18]) == (-signal.SIGINT, "error: interrupted")
    assert list((tmp_path / "tmp").iterdir()) == []
    socket.create_server(("127.0.0.1", 8080)).close()


def test_a_terminal_without_linuxs_own_call_is_opened_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where TIOCGPTPEER is unknown, both ends of a terminal are found all the same."""
    monkeypatch.setattr(terminal, "_TIOCGPTPEER", termios.TIOCGWINSZ + 0x7000)
    one = terminal.Terminal(["/bin/echo", "heard"], folder=None, environment={}, prepare=lambda: None)
    assert one.bury() == 0
    assert one.read_to_the_end() == b"heard\r\n"
    one.close()


def _unseen(*words: object) -> subprocess.CompletedProcess[str]:
    """Grade where the kernel does not let a process be looked at."""
    command = [sys.executable, "-c", UNSEEN, "drop", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)


def _listens(port: int) -> bool:
    return any(line.split()[1].endswith(f":{port:04X}") for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
