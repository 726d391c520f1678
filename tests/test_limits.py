"""What confines a program: limits that are told when they are hit, and a filter that no honest program notices."""

import json
import os
import platform
import shutil
import struct
import subprocess
import tempfile
from ast import literal_eval
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import load_course
from grader.grade import Request, Watcher, grade
from grader.sandbox import seccomp
from tests.paths import EXERCISES, GRADER, ROOT, SOLUTIONS, environment, run
from tests.worlds import run_in_worlds

LIMITS = load_course(EXERCISES).limits
on_the_loopback = pytest.mark.xdist_group("loopback")
only_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can run programs as another user")
KINDS = [
    pytest.param("namespaces"),
    pytest.param("user", marks=[on_the_loopback, only_root]),
    pytest.param("plain", marks=on_the_loopback),
]
HONEST = """
import asyncio, multiprocessing, multiprocessing.shared_memory, socket, subprocess, sys, tempfile, threading

def double(number):
    return 2 * number

async def ask():
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(7)", stdout=subprocess.PIPE)
    return (await process.communicate())[0]

if __name__ == "__main__":
    threads = [threading.Thread(target=double, args=(1,)) for _ in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    with multiprocessing.Pool(2) as pool:
        doubled = pool.map(double, [1, 2])
    memory = multiprocessing.shared_memory.SharedMemory(create=True, size=4096)
    memory.close()
    memory.unlink()
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    output = subprocess.run([sys.executable, "-c", "print(7)"], capture_output=True).stdout
    print("HONEST", doubled, asyncio.run(ask()), output, socket.getaddrinfo("localhost", 80)[0][4][1])
"""

TELLS_LIMITS = """
import os, resource
for name in ("CORE", "CPU", "AS", "NOFILE", "FSIZE"):
    print(name, "=", resource.getrlimit(getattr(resource, f"RLIMIT_{name}")))
for line in open("/proc/self/status"):
    if line.startswith(("Cap", "NoNewPrivs")):
        print(line.strip().replace(":\\t", " = "))
if os.fork() == 0:
    os.abort()
_, status = os.wait()
print("dumped =", os.WCOREDUMP(status), [name for name in os.listdir() if "core" in name])
"""

HOARDERS = """
import os, signal
signal.alarm(60)
for _ in range(4):
    if os.fork() == 0:
        signal.alarm(60)
        taken = bytearray(b"x") * (100 << 20)
        signal.pause()
signal.pause()
"""


def first_check(folder: Path, source: str, kind: str) -> dict[str, Any]:
    """Grade a client and return what became of its first check."""
    path = folder / "submission" / "tcp_v1" / "client.py"
    path.parent.mkdir(parents=True)
    path.write_text(source)
    words = ("--only", "tcp_v1/client", "--isolation", kind, "--reports", folder / "reports", "--json")
    score = json.loads(run("grade", folder / "submission", *words).stdout)
    check = score["exercises"][0]["programs"][0]["checks"][0]
    assert isinstance(check, dict)
    return check


@pytest.mark.parametrize("kind", KINDS)
def test_an_honest_program_notices_no_filter(tmp_path: Path, kind: str) -> None:
    """Threads, asyncio, multiprocessing, shared memory, subprocesses and temporary files work."""
    check = first_check(tmp_path, HONEST, kind)
    shown = [literal_eval(event["data"]) for event in check["transcript"] if event.get("to") == "screen"]
    assert shown == [r"HONEST [2, 4] b'7\n' b'7\n' 80"], check


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_has_the_catalogues_limits_and_no_privilege(tmp_path: Path, kind: str) -> None:
    """Limits cannot be raised again, a crash writes no core file, and outside of plain worlds no capability is left."""
    lines = dict(line.split(" = ") for line in run_in_worlds(kind, tmp_path, TELLS_LIMITS) if " = " in line)
    most = {
        "CORE": 0,
        "CPU": LIMITS.cpu_seconds,
        "AS": LIMITS.memory_mib << 20,
        "NOFILE": LIMITS.open_files,
        "FSIZE": LIMITS.file_mib << 20,
    }
    assert {name: lines[name] for name in most} == {name: str((most[name], most[name])) for name in most}
    assert lines["dumped"] == "False []"
    if kind != "plain":
        assert {lines[f"Cap{which}"] for which in ("Inh", "Prm", "Eff", "Amb")} == {"0" * 16}
        assert lines["NoNewPrivs"] == "1"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "import os, signal\nfor _ in range(8): os.fork()\nsignal.alarm(60)\nsignal.pause()",
            f"client.py was stopped: more than {LIMITS.processes} processes at once.",
            id="processes",
        ),
    ],
)
def test_a_limit_that_was_hit_is_told(tmp_path: Path, kind: str, source: str, message: str) -> None:
    """Too many processes, too much memory: the check says so, and it is the program's fault."""
    check = first_check(tmp_path, source, kind)
    assert (check["status"], check["message"]) == ("failed", message)


@pytest.mark.parametrize("kind", KINDS)
def test_memory_is_counted_together(tmp_path: Path, kind: str) -> None:
    """Several processes that have taken more memory together than one may are stopped and told."""
    exercises = shutil.copytree(EXERCISES, tmp_path / "exercises")
    catalogue = exercises / "course.toml"
    catalogue.write_text(catalogue.read_text().replace(f"memory_mib = {LIMITS.memory_mib}", "memory_mib = 300"))
    path = tmp_path / "submission" / "tcp_v1" / "client.py"
    path.parent.mkdir(parents=True)
    path.write_text(HOARDERS)
    request = Request(submission=tmp_path / "submission", only=("tcp_v1/client",), isolation=kind, course=tmp_path)
    score = grade(request, Watcher()).score
    check = score.exercises[0].programs[0].checks[0]
    assert check.message == "client.py was stopped: it needs more than 300 MiB of memory in all."


@only_root
@on_the_loopback
def test_the_solutions_get_full_marks_as_a_user_of_their_own(tmp_path: Path) -> None:
    """In worlds of kind user, nothing is lost, and the report says where the programs ran."""
    before = [path.stat().st_mode for path in (ROOT, SOLUTIONS)]
    answer = run("grade", SOLUTIONS, "--isolation", "user", "--reports", tmp_path)
    assert [path.stat().st_mode for path in (ROOT, SOLUTIONS)] == before  # they were closed meanwhile
    assert "Score: 100/100" in answer.stdout, answer.stdout
    assert "isolation: user" in answer.stdout


@only_root
@on_the_loopback
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv takes the capabilities away")
def test_root_in_a_container_needs_no_more_than_containers_give(tmp_path: Path) -> None:
    """With the capabilities that Docker gives, user is chosen by itself, and programs can be watched.

    Nothing can be hidden with those: a checkout that everybody can look into is refused with one line.
    """
    given = (
        "chown dac_override fsetid fowner mknod net_raw setgid setuid setfcap setpcap net_bind_service sys_chroot kill"
    )
    bounds = "-all," + ",".join(f"+{name}" for name in given.split())
    command = ["setpriv", f"--bounding-set={bounds}", "--inh-caps=-all", *GRADER, "grade", "solutions"]
    command += ["--only", "tcp_v3", "--reports", str(tmp_path), "--json"]
    with tempfile.TemporaryDirectory() as checkout:
        for name in ("grader", "exercises", "solutions"):
            shutil.copytree(ROOT / name, f"{checkout}/{name}", ignore=shutil.ignore_patterns("__pycache__"))
        answers = []
        for mode in (0o755, 0o700):
            Path(checkout).chmod(mode)
            answers.append(
                subprocess.run(command, cwd=checkout, env=environment(), capture_output=True, text=True, check=False)
            )
    refused, graded = answers
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"error: everybody can look into {checkout}, programs of kind 'user' too; close it: chmod 700 {checkout}\n"
    )
    score = json.loads(graded.stdout)
    assert (score["isolation"], score["observation"], score["score"]) == ("user", "kernel", 45)


@on_the_loopback
def test_a_plain_world_is_no_boundary_and_says_so(tmp_path: Path) -> None:
    """Whoever reads the report of a plain world reads that there was none."""
    words = ("--only", "tcp_v1/client", "--isolation", "plain", "--reports", tmp_path)
    assert "There was no boundary around the programs" in run("grade", SOLUTIONS, *words).stdout


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_a_program_that_always_comes_to_a_verdict(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every jump leads to an instruction of the filter, and the last one returns."""
    monkeypatch.setattr(platform, "machine", lambda: machine)
    instructions = list(struct.iter_unpack("HBBI", seccomp.build()))
    for at, (_, if_true, if_false, _) in enumerate(instructions):
        assert at + max(if_true, if_false) + 1 <= len(instructions)
    assert instructions[-1] == (0x06, 0, 0, 0x7FFF0000)
    assert len(instructions) < 4096


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("unshare"), reason="only root, with unshare, can make a network that is down"
)
@pytest.mark.parametrize("kind", ["plain", "user"])
def test_a_loopback_that_is_down_costs_no_student_a_mark(tmp_path: Path, kind: str) -> None:
    """In kinds that share the machine's loopback, every check is an error that says what to do."""
    words = ("grade", SOLUTIONS, "--only", "tcp_v1/client", "--isolation", kind, "--reports", tmp_path / "reports")
    answer = subprocess.run(
        ["unshare", "--net", *GRADER, *map(str, words)],
        cwd=ROOT,
        env=environment(TMPDIR="/tmp"),  # noqa: S108 - where programs of another user can go
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2, answer.stdout + answer.stderr
    assert "ip link set lo up" in " ".join(answer.stdout.split())
