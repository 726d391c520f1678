"""Worlds: what they keep apart, what they leave behind, and that the marks are the same in every kind."""

import json
import os
import signal
import socket
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest

from tests.paths import EXERCISES, GRADER, ROOT, SOLUTIONS, environment, run
from tests.waiting import wait_for

KINDS = ("namespaces", "plain")
# Only one grading at a time can use the machine's own loopback: the tests that do are run one after another.
on_the_loopback = pytest.mark.xdist_group("loopback")

SLEEPER = """
import socket, time
server = socket.create_server(("127.0.0.1", 8080))
while True:
    time.sleep(1)
"""

KEEPS_A_LOG = """
import logging, os, socket
assert os.listdir() == ["client.py"]
logging.basicConfig(filename="client.log", level=logging.INFO)
with socket.create_connection(("127.0.0.1", 8080)) as client:
    client.sendall(b"hello")
    reply = client.recv(1024)
    logging.info("%r", reply)
    print(reply)
"""

# Both ends of a connection leave at the same moment, as the kernel sees it: the server's last word still waits for
# the client to read when the client has already said its own.
LEAVE_TOGETHER = """
import socket, sys
from pathlib import Path
from grader.course import Limits
from grader.sandbox.plain import Plain
from grader.observe.sockets import TIME_WAIT, table

listener, client = socket.socket(), socket.socket()
grader = {"server": listener, "client": client}[sys.argv[1]]
grader.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 0))
listener.listen()
address = listener.getsockname()
client.connect(address)
server, _ = listener.accept()
listener.close()
server.setblocking(False)
try:
    while server.send(bytes(65536)):
        pass
except BlockingIOError:
    server.close()
client.shutdown(socket.SHUT_WR)
while client.recv(1 << 20):
    pass
client.close()
ports = frozenset({address[1]})
assert [row.state for row in table(ports)] == [TIME_WAIT, TIME_WAIT], table(ports)
Plain(Limits(6, 60, 20, 165, 1, 2, 7, 20, 2048, 64, 256, 16, 256, 3), Path(sys.argv[2])).enter_fresh_world(ports)
with socket.socket() as successor:
    successor.bind(address)
print("free")
"""


def graded(*words: object) -> dict[str, object]:
    """Grade and return the score."""
    score = json.loads(run("grade", *words, "--json").stdout)
    assert isinstance(score, dict)
    return score


def submission_of(folder: Path, program: str, source: str) -> Path:
    """Hand in one program, ``tcp_v1/server.py`` say."""
    path = folder / "submission" / program
    path.parent.mkdir(parents=True)
    path.write_text(source)
    return folder / "submission"


def started(folder: Path, *words: object, **more: str) -> subprocess.Popen[str]:
    """Start a grading whose temporary files are in ``folder``."""
    return subprocess.Popen(
        [*GRADER, "grade", *map(str, words), "--reports", folder / "reports"],
        cwd=ROOT,
        env=environment(TMPDIR=str(folder / "tmp"), **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def alive_in(folder: Path) -> list[str]:
    """Return the command lines of the processes that have something to do with ``folder``."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            place = str((process / "cwd").readlink())
        except (OSError, ValueError):
            continue
        if any(str(folder) in text for text in (*words, place)):
            found.append(" ".join(words))
    return found


def test_two_gradings_at_once_never_meet(tmp_path: Path) -> None:
    """In worlds of kind namespaces, several gradings at the same time all find their ports free."""
    gradings = []
    for name in ("one", "other", "third"):
        (tmp_path / name / "tmp").mkdir(parents=True)
        gradings.append(started(tmp_path / name, SOLUTIONS, "--only", "tcp_v3", "--isolation", "namespaces"))
    for grading in gradings:
        output, _ = grading.communicate()
        assert grading.returncode == 0, output
        assert "Score: 45/45" in output


@on_the_loopback
def test_the_marks_are_the_same_in_every_kind(tmp_path: Path) -> None:
    """The solutions get full marks in a plain world too."""
    score = graded(SOLUTIONS, "--isolation", "plain", "--reports", tmp_path)
    assert (score["score"], score["isolation"]) == (100, "plain")


@pytest.mark.parametrize(
    "kind",
    [
        "namespaces",
        pytest.param("plain", marks=on_the_loopback),
        pytest.param("user", marks=[on_the_loopback, pytest.mark.skipif(os.getuid() != 0, reason="only root can")]),
    ],
)
def test_a_program_may_write_beside_itself(tmp_path: Path, kind: str) -> None:
    """What a program writes into its folder costs nothing; neither its next run nor whoever handed it in sees it."""
    submission = submission_of(tmp_path, "tcp_v1/client.py", KEEPS_A_LOG)
    score = graded(submission, "--only", "tcp_v1/client", "--isolation", kind, "--reports", tmp_path / "reports")
    assert (score["score"], score["isolation"]) == (7, kind), score
    assert [path.name for path in submission.rglob("*") if path.is_file()] == ["client.py"]


@on_the_loopback
def test_ports_can_be_taken_again_at_once_in_a_plain_world(tmp_path: Path) -> None:
    """A server that does not set SO_REUSEADDR loses nothing to the one before it on the same loopback."""
    source = (ROOT / "tests/submissions/tcp_v1_server/accepted/no_reuseaddr.py").read_text()
    submission = submission_of(tmp_path, "tcp_v1/server.py", source)
    score = graded(submission, "--only", "tcp_v1/server", "--isolation", "plain", "--reports", tmp_path / "reports")
    assert score["score"] == 8, score


@pytest.mark.parametrize("end", ["server", "client"])
def test_a_port_is_free_where_both_ends_left_at_the_same_moment(tmp_path: Path, end: str) -> None:
    """A connection that the kernel remembers at both its ends is ended before the next check in a plain world."""
    script = (sys.executable, "-c", LEAVE_TOGETHER, end, str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    answer = subprocess.run(script, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert answer.stdout == "free\n", answer.stderr


@pytest.mark.parametrize("kind", [*KINDS, *(["user"] if os.geteuid() == 0 else [])])  # user needs root
@on_the_loopback
def test_what_a_program_leaves_listening_is_found_in_every_kind(tmp_path: Path, kind: str) -> None:
    """A child that outlives the program on its terminal is not ended with it, as it would not be in a shell."""
    source = (ROOT / "tests/submissions/tcp_v1_server/rejected/child_keeps_listening.py").read_text()
    submission = submission_of(tmp_path, "tcp_v1/server.py", source)
    score = graded(submission, "--only", "tcp_v1/server", "--isolation", kind, "--reports", tmp_path / "reports")
    assert score["score"] == 7, score


@on_the_loopback
def test_in_a_plain_world_a_second_grading_waits_and_says_so(tmp_path: Path) -> None:
    """Two gradings on one loopback take turns: the second begins when the first has ended."""
    submission = submission_of(tmp_path, "tcp_v1/server.py", SLEEPER)
    words = ("--only", "tcp_v1/server", "--isolation", "plain")
    for name in ("one", "other"):
        (tmp_path / name / "tmp").mkdir(parents=True)
    first = started(tmp_path / "one", submission, *words)
    wait_for(lambda: alive_in(tmp_path / "one" / "tmp"), unless=lambda: first.poll() is not None)
    second = started(tmp_path / "other", SOLUTIONS, *words)
    output, said = second.communicate()
    assert first.poll() == 1, f"the second grading ended before the first, or: {first.communicate()}"
    assert "waiting for its end" in said
    assert "Score: 8/8" in output
    first.communicate()


@on_the_loopback
def test_a_port_that_a_stranger_has_taken_is_an_error_that_names_it(tmp_path: Path) -> None:
    """Where somebody else listens on the exercise's port, no mark is lost: the process is named, the status is 2."""
    with socket.create_server(("127.0.0.1", 8080)):
        answer = run("grade", SOLUTIONS, "--only", "tcp_v1/server", "--isolation", "plain", "--reports", tmp_path)
    assert answer.returncode == 2, answer.stdout + answer.stderr
    assert f"TCP port 8080 is taken by process {os.getpid()}" in answer.stdout
    score = json.loads((tmp_path / "score.json").read_text())
    assert not score["complete"]
    statuses = {check["status"] for check in score["exercises"][0]["programs"][0]["checks"]}
    assert {"error"} <= statuses <= {"error", "not_run"}


@pytest.mark.parametrize("kind", KINDS)
@on_the_loopback
def test_nothing_is_left_behind(tmp_path: Path, kind: str) -> None:
    """After a grading there is no process and no temporary file of it."""
    (tmp_path / "tmp").mkdir()
    grading = started(tmp_path, EXERCISES, "--isolation", kind)
    output, said = grading.communicate()
    assert grading.returncode == 1, output + said
    assert list((tmp_path / "tmp").iterdir()) == []
    assert alive_in(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("kind", KINDS)
@on_the_loopback
def test_an_interrupted_grading_leaves_nothing_behind(tmp_path: Path, kind: str, number: signal.Signals) -> None:
    """A signal ends every process, removes every temporary file, writes no report; then the command dies of it."""
    (tmp_path / "tmp").mkdir()
    submission = submission_of(tmp_path, "tcp_v1/server.py", SLEEPER)
    grading = started(tmp_path, submission, "--only", "tcp_v1/server", "--isolation", kind)
    wait_for(
        lambda: any("faulthandler" in line for line in alive_in(tmp_path / "tmp")),
        unless=lambda: grading.poll() is not None,
    )
    grading.send_signal(number)
    _, said = grading.communicate()
    assert grading.returncode == -number
    assert said.endswith("error: interrupted: nothing was graded, no report was written\n")
    assert not (tmp_path / "reports").exists()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert alive_in(tmp_path / "tmp") == []


def test_a_program_sees_neither_the_grader_nor_the_home(tmp_path: Path) -> None:
    """In a namespace, a program finds its own folder, Python and an empty /tmp, and no packages but Python's own."""
    places = [str(ROOT), str(SOLUTIONS), str(tmp_path), "/etc/shadow", "/sys", "/home/" + Path.home().name]
    source = f"""
import os
print("sees", [place for place in {places!r} if os.path.exists(place)])
processes = [name for name in os.listdir("/proc") if name.isdigit()]
print("tmp", os.listdir("/tmp"), "here", os.listdir("."), "processes", len(processes))
try:
    import pexpect
except ImportError:
    print("no pexpect")
"""
    submission = submission_of(tmp_path, "tcp_v1/client.py", source)
    run("grade", submission, "--only", "tcp_v1/client", "--isolation", "namespaces", "--reports", tmp_path / "reports")
    score = json.loads((tmp_path / "reports" / "score.json").read_text())
    transcript = score["exercises"][0]["programs"][0]["checks"][0]["transcript"]
    lines = [literal_eval(event["data"]) for event in transcript if event.get("to") == "screen"]
    assert lines[0] == "sees []"
    assert lines[1] == "tmp [] here ['client.py'] processes 2"
    assert lines[2] == "no pexpect"


STOPS_ITS_TERMINAL = "import sys, termios; termios.tcflow(1, termios.TCOOFF); sys.exit(0)"
LEAVES_A_CHILD_THAT_PRINTS = "import os\nif os.fork(): os._exit(0)\nwhile True: print('on and on')"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param(STOPS_ITS_TERMINAL, id="stopped"),
        pytest.param(LEAVES_A_CHILD_THAT_PRINTS, id="flooded by a child"),
    ],
)
@on_the_loopback
def test_what_a_program_does_to_its_terminal_does_not_hold_the_grading_up(
    tmp_path: Path, kind: str, source: str
) -> None:
    """A terminal that is stopped, or that a child floods when the program has ended, is read as far as it goes."""
    submission = submission_of(tmp_path, "tcp_v1/client.py", source)
    score = graded(submission, "--only", "tcp_v1/client", "--isolation", kind, "--reports", tmp_path / "reports")
    assert (score["score"], score["complete"]) == (0, True)


def test_a_flood_is_cut_and_told(tmp_path: Path) -> None:
    """A program that prints without end is judged by what else it does; its transcript stays short, and it is told."""
    submission = submission_of(tmp_path, "tcp_v1/client.py", "while True: print('x' * 1000)")
    score_file = tmp_path / "reports" / "score.json"
    run("grade", submission, "--only", "tcp_v1/client", "--reports", tmp_path / "reports")
    first = json.loads(score_file.read_text())["exercises"][0]["programs"][0]["checks"][0]
    assert first["message"] == "client.py does not connect to 127.0.0.1:8080."
    assert "client.py prints without a pause at line 1" in first["diagnosis"]
    assert score_file.stat().st_size < 100_000
