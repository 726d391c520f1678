"""What a grading leaves: nothing, however it ends; and what it changes: nothing that is not its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.observe.processes import family
from grader.sandbox.cgroup import abandoned_groups
from tests.paths import GRADER, ROOT, SOLUTIONS, environment, run
from tests.test_isolation import alive_in, on_the_loopback, started, submission_of
from tests.waiting import wait_for

AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root can run programs as another user")
KINDS = ("namespaces", pytest.param("user", marks=AS_ROOT), "plain")
LONGEST = 60  # seconds; what has not come true by then never will

# A server that leaves a process of its own session behind, which heeds no signal, and then waits to be killed.
LEAVER = """
import os, signal, socket
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        signal.pause()
    os._exit(0)
server = socket.create_server(("127.0.0.1", 8080))
signal.pause()
"""

# Prints what it can list of these folders.
LOOKER = """
import os
for place in {places!r}:
    try:
        print("SEES", place, os.listdir(place))
    except OSError as error:
        print("nothing", place, error.strerror)
    for climb in range(1, 12):
        try:
            if {name!r} in os.listdir("../" * climb):
                print("SEES by climbing", climb)
        except OSError:
            pass
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that is open to everybody, as those of classes are, below one that is."""
    place = Path(f"/tmp/traces-{os.getpid()}-{tmp_path.name}") if os.getuid() == 0 else tmp_path  # noqa: S108 - pytest's own is closed
    place.mkdir(exist_ok=True)
    place.chmod(0o755)
    (place / "tmp").mkdir()
    yield place
    if place != tmp_path:
        shutil.rmtree(place)


def first_program(folder: Path) -> dict[str, object]:
    """Return the first program of the score in a folder of reports."""
    program = json.loads((folder / "score.json").read_text())["exercises"][0]["programs"][0]
    assert isinstance(program, dict)
    return program


def processes(command: int, word: str) -> list[int]:
    """Return those processes of a grading in whose command line the word stands, the highest first."""
    found = []
    for pid in family(command):
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if word in line:
            found.append(pid)
    return found


def left_in(room: Path) -> list[object]:
    """Return what is left of gradings whose temporary folder is in the room."""
    return [*(room / "tmp").iterdir(), *alive_in(room / "tmp"), *(group.path for group in abandoned_groups())]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("victim", ["command", "keeper", "examining process", "program"])
@on_the_loopback
def test_what_a_killed_grading_left_is_put_away_by_the_next(room: Path, kind: str, victim: str) -> None:
    """SIGKILL for any process of a grading: the next one earns full marks, and nothing is left of either."""
    submission = submission_of(room, "tcp_v1/server.py", LEAVER)
    grading = started(room, submission, "--only", "tcp_v1/server", "--isolation", kind)
    wait_for(lambda: len(processes(grading.pid, "server.py")) >= 2 and processes(grading.pid, KEEPER))
    keepers = processes(grading.pid, KEEPER)
    program = processes(grading.pid, "server.py")[-1]
    os.kill({"command": grading.pid, "keeper": keepers[0], "program": program}.get(victim, keepers[-1]), signal.SIGKILL)
    grading.send_signal(signal.SIGINT)
    grading.communicate(timeout=LONGEST)
    words = ("--only", "tcp_v1", "--isolation", kind, "--reports", room / "after")
    after = run("grade", SOLUTIONS, *words, TMPDIR=str(room / "tmp"))
    assert after.returncode == 0, after.stdout + after.stderr
    wait_for(lambda: not left_in(room))


@pytest.mark.parametrize("kind", KINDS)
@on_the_loopback
def test_a_storm_of_interrupts_is_one(room: Path, kind: str) -> None:
    """However often Ctrl-C comes, also while everything is put away: no process and no file is left."""
    submission = submission_of(room, "tcp_v1/server.py", LEAVER)
    grading = started(room, submission, "--only", "tcp_v1/server", "--isolation", kind)
    wait_for(lambda: len(processes(grading.pid, "server.py")) >= 2)
    deadline = time.monotonic() + LONGEST
    while grading.poll() is None and time.monotonic() < deadline:
        grading.send_signal(signal.SIGINT)
        grading.send_signal(signal.SIGTERM)
    grading.communicate(timeout=LONGEST)
    assert left_in(room) == []
    assert not (room / "reports").exists()


@AS_ROOT
@on_the_loopback
def test_no_folder_of_others_is_touched_and_none_is_seen(room: Path) -> None:
    """In kind user, programs see neither grader, neighbours nor reports, and not even the time of a change differs."""
    (room / "class" / "bob").mkdir(parents=True)
    (room / "class" / "bob" / "secret").write_text("")
    (room / "reports").mkdir()
    (room / "reports" / "earlier.json").write_text("{}")
    (room / "pages").mkdir()
    (room / "pages" / "earlier.html").write_text("")
    hidden = (ROOT, room / "class", room / "class" / "bob", room / "reports", room / "pages")
    places = [str(place) for place in hidden]
    submission = submission_of(room / "class", "tcp_v1/client.py", LOOKER.format(places=places, name="bob"))
    watched = [ROOT, ROOT.parent, room, room / "class", submission, room / "reports"]
    before = [(place.stat().st_mode, place.stat().st_ctime_ns) for place in watched[:-1]]
    words = ("--only", "tcp_v1/client", "--isolation", "user", "--reports", room / "reports")
    besides = ("--report", f"html={room / 'pages' / 'anna.html'}")
    run("grade", submission, *words, *besides, TMPDIR=str(room / "tmp"))
    assert [(place.stat().st_mode, place.stat().st_ctime_ns) for place in watched[:-1]] == before
    told = json.dumps(first_program(room / "reports"))
    assert f"nothing {room / 'reports'}" in told or f"{room / 'reports'} []" in told
    assert "bob'" not in told.replace("class/bob'", "")
    assert "earlier." not in told
    assert "climbing" not in told


@AS_ROOT
@on_the_loopback
def test_a_folder_that_can_be_neither_hidden_nor_is_closed_is_named(room: Path) -> None:
    """Where no mount namespace may be made, kind user is refused with the command that closes the folder."""
    shutil.copytree(SOLUTIONS / "tcp_v1", room / "class" / "anna" / "tcp_v1")
    house = room / "house"  # a copy of the grader that is closed to others, as this one may not be
    shutil.copytree(ROOT / "grader", house / "grader")
    shutil.copytree(ROOT / "exercises", house / "exercises")
    house.chmod(0o700)
    without = ["setpriv", "--bounding-set=-sys_admin,-sys_ptrace", "--inh-caps=-all", *GRADER, "grade"]
    words = [room / "class" / "anna", "--only", "tcp_v1/client", "--reports", room / "reports"]

    def graded() -> subprocess.CompletedProcess[str]:
        command = [*without, *map(str, words)]
        return subprocess.run(command, cwd=house, env=environment(), capture_output=True, text=True, check=False)

    refused = graded()
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.endswith(f"close it: chmod 700 {room / 'class'}\n")
    (room / "class").chmod(0o700)
    assert graded().returncode == 0
    assert json.loads((room / "reports" / "score.json").read_text())["isolation"] == "user"


@AS_ROOT
@on_the_loopback
def test_a_submission_on_a_read_only_mount_is_graded(room: Path) -> None:
    """What cannot be written to earns its marks, in kind user too."""
    shutil.copytree(SOLUTIONS / "tcp_v1", room / "class" / "tcp_v1")
    command = (
        'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" -m grader grade "$1" --isolation user'
        ' --only tcp_v1/client --reports "$3"'
    )
    words = ["unshare", "-m", "sh", "-c", command, "_", room / "class", sys.executable, room / "reports"]
    answer = subprocess.run(
        list(map(str, words)), cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


@AS_ROOT
def test_two_gradings_with_one_process_number_do_not_meet(room: Path) -> None:
    """In PID namespaces of their own that share the control groups, both are complete."""
    command = ["unshare", "-p", "-f", "--mount-proc", *GRADER, "grade", str(SOLUTIONS), "--only", "tcp_v1"]
    gradings = [
        subprocess.Popen(
            [*command, "--reports", str(room / name)], cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL
        )
        for name in ("one", "other")
    ]
    assert [grading.wait() for grading in gradings] == [0, 0]


@pytest.mark.parametrize("kind", KINDS)
@on_the_loopback
def test_nothing_about_a_grading_is_in_what_others_can_read(room: Path, kind: str) -> None:
    """No command line and no environment that a program can read tells a word of the call, or a secret."""
    source = """
import os
for process in filter(str.isdigit, os.listdir("/proc")):
    for name in ("cmdline", "environ"):
        try:
            text = open(f"/proc/{process}/{name}").read()
        except OSError:
            continue
        for word in ("47114711", "anna-sub", "of-the-call"):
            if word in text:
                print("FOUND", word, name, process)
raise SystemExit(1)
"""
    submission = submission_of(room / "anna-sub", "tcp_v1/client.py", source)
    words = ("--only", "tcp_v1/client", "--isolation", kind, "--seed", "47114711", "--reports", room / "of-the-call")
    run("grade", submission, *words, TOLD="of-the-call", TMPDIR=str(room / "tmp"))
    score = json.loads((room / "of-the-call" / "score.json").read_text())
    assert score["seed"] == 47114711
    assert "FOUND" not in json.dumps(score)


KEEPER = "grader.examination.examiner"
CRASHES = """
import os, signal, sys
from pathlib import Path
from grader.catalog import load_course
from grader import sandbox

class Broken:
    def __init__(self, limits, scratch):
        pass
    def try_out(self):
        {act}

sandbox._WORLDS["plain"] = Broken
print(sandbox.obstacle_to("plain", load_course(Path("exercises")).limits))
"""


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("raise RuntimeError('one\\n two')", "one two\n"),
        ("sys.exit(0)", "SystemExit\n"),
        ("os._exit(0)", "trying it out came to no end (status 0)\n"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "trying it out came to no end (status -9)\n"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt\n"),
        ("pass", "\n"),
    ],
)
def test_a_trial_of_a_kind_that_does_not_say_yes_is_a_no(act: str, told: str) -> None:
    """Whatever a try-out does but come to its end is an obstacle, told in a line."""
    answer = subprocess.run(
        [sys.executable, "-c", CRASHES.format(act=act)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout == told


KILLED_AT_ONCE = """
import os, signal
from pathlib import Path
from grader import sandbox
from grader.catalog import load_course
from grader.failures import GraderBroken

fork = os.fork

def fork_and_kill():
    if child := fork():
        os.kill(child, signal.SIGKILL)
    return child

os.fork = fork_and_kill
try:
    print(sandbox.choose(load_course(Path("exercises")).limits))
except GraderBroken as error:
    print(error)
"""


def test_a_killed_trial_of_the_kernel_ends_the_grading() -> None:
    """Where the process that is to be seen waiting is killed, nobody waits for it for ever, and nothing is guessed."""
    words = [sys.executable, "-c", KILLED_AT_ONCE]
    answer = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LONGEST)
    assert "ended from outside" in answer.stdout


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inherits", ["trap '' CHLD", "umask 000", "umask 077", "exec <&-", "exec <&- 2>&-"])
@on_the_loopback
def test_what_a_caller_leaves_behind_costs_nothing(room: Path, kind: str, inherits: str) -> None:
    """Ignored ends of children, any umask, closed standard streams: full marks all the same."""
    command = f'{inherits}; exec "$@"'
    words = [*GRADER, "grade", SOLUTIONS, "--only", "tcp_v1", "--isolation", kind, "--reports", room / "reports"]
    grading = subprocess.run(
        ["sh", "-c", command, "_", *map(str, words)], cwd=ROOT, env=environment(), capture_output=True, check=False
    )
    assert grading.returncode == 0, grading.stderr
