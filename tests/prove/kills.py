"""Gradings are killed at random moments, one random process of theirs each time: nothing of them may stay.

After each kill the solution is graded once more, which must earn full marks. Then there is no process, no temporary
folder and no control group left, no folder has another mode, and the report is the old one or a whole new one.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from grader.observe.processes import children, end_children, family
from grader.sandbox.cgroup import abandoned_groups
from grader.sandbox.network import adopt_orphans, enter_a_fresh_network
from tests.paths import GRADER, ROOT, SOLUTIONS, environment
from tests.prove.groups import groups_of_our_own

KINDS = ("namespaces", "user", "plain")
_LONGEST_MOMENT = 1.6  # seconds; the grading of one exercise takes about one
_LONGEST_END = 120  # seconds; what has not ended by then never will

# Besides the solution: a server that leaves a process behind, in a session of its own, that heeds no signal.
_LEAVER = """
import os, signal, socket, time
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
server = socket.create_server(("127.0.0.1", 8080))
client, address = server.accept()
data = client.recv(1024)
print(address, data)
client.sendall(data.upper())
"""


class Kill(msgspec.Struct, frozen=True):
    """One kill: which process, when, and what was wrong afterwards."""

    kind: str
    submission: str
    role: str
    moment: float
    wrong: tuple[str, ...]


class Kills(msgspec.Struct, frozen=True):
    """What killing has shown."""

    kills: int
    roles: dict[str, int]
    wrong: list[Kill]


def kill_again_and_again(times: int, done: Callable[[], object], seed: int, only: str = "tcp_v1") -> Kills:
    """Kill ``times`` gradings, in all the kinds of world that there are for this user; ``done`` hears of each."""
    adopt_orphans()
    kinds = KINDS if os.getuid() == 0 else ("namespaces", "plain")
    if os.getuid() == 0:
        enter_a_fresh_network()
    chance = random.Random(seed)  # noqa: S311 - to be repeatable
    seen = []
    with groups_of_our_own():
        for number in range(times):
            seen.append(_kill(kinds[number % len(kinds)], ("solution", "leaver")[number // 3 % 2], only, chance))
            done()
    return Kills(
        kills=len(seen),
        roles=dict(Counter(f"{kill.kind} {kill.role}" for kill in seen)),
        wrong=[kill for kill in seen if kill.wrong],
    )


def _kill(kind: str, submission: str, only: str, chance: random.Random) -> Kill:
    room = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        room.chmod(0o755)
        for name in ("class", "tmp"):
            (room / name).mkdir(0o755)
        shutil.copytree(SOLUTIONS, room / "class" / "solution")
        shutil.copytree(SOLUTIONS, room / "class" / "leaver")
        (room / "class" / "leaver" / "tcp_v1" / "server.py").write_text(_LEAVER)
        modes = _modes(room)
        old = b'{"old": true}'
        (room / "reports").mkdir()
        (room / "reports" / "score.json").write_bytes(old)
        victim = _grading(room, submission, only, kind, "reports")
        moment = chance.uniform(0, _LONGEST_MOMENT)
        with suppress(subprocess.TimeoutExpired):
            victim.wait(moment)
        role = _kill_one_of(victim.pid, chance)
        if not _ends(victim):
            return Kill(kind, submission, role, round(moment, 3), ("the grading went on and on",))
        wrong = [f"report: {told}" for told in _what_is_wrong_with(room / "reports" / "score.json", old)]
        after = _grading(room, "solution", only, kind, "after")
        if not _ends(after) or after.returncode != 0:
            wrong.append(f"the next grading ended with {after.poll()}: {(room / 'said').read_text()[-2000:]}")
        wrong += _left(room)
        if _modes(room) != modes:
            wrong.append("a folder has another mode")
        return Kill(kind, submission, role, round(moment, 3), tuple(wrong))
    finally:
        end_children()
        shutil.rmtree(room, ignore_errors=True)


def _ends(grading: subprocess.Popen[bytes]) -> bool:
    try:
        grading.wait(_LONGEST_END)
    except subprocess.TimeoutExpired:
        return False
    return True


def _grading(room: Path, submission: str, only: str, kind: str, reports: str) -> subprocess.Popen[bytes]:
    words = ["grade", str(room / "class" / submission), "--only", only, "--isolation", kind]
    with (room / "said").open("wb") as said:
        return subprocess.Popen(
            [*GRADER, *words, "--reports", str(room / reports)],
            cwd=ROOT,
            env=environment(TMPDIR=str(room / "tmp")),
            stdout=said,
            stderr=said,
        )


def _kill_one_of(command: int, chance: random.Random) -> str:
    """Kill a random process of the grading; return what it was."""
    roles: dict[str, list[int]] = {}
    for pid in family(command):
        roles.setdefault(_role(command, pid), []).append(pid)
    role = chance.choice(sorted(roles))
    with suppress(ProcessLookupError):
        os.kill(chance.choice(roles[role]), signal.SIGKILL)
    return role


def _role(command: int, pid: int) -> str:
    if pid == command:
        return "command"
    with suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"grader.examination.examiner" in line:
            return "examiner"
        if b"starter.py" in line:
            return "starter"
        if b"bwrap" in line:
            return "bubblewrap"
        if b"faulthandler" in line:
            return "program"
    return "other"


def _what_is_wrong_with(report: Path, old: bytes) -> list[str]:
    """Return what is wrong with the report: it is the old one, or none, or a whole new one."""
    try:
        content = report.read_bytes()
        return [] if content == old or "score" in json.loads(content) else ["it is neither old nor new"]
    except FileNotFoundError:
        return []
    except ValueError:
        return ["it is torn"]


def _left(room: Path) -> list[str]:
    """Return what is left of the gradings: all their orphans have become children of ours."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    left = [f"process {pid}: {_line(pid)}" for child in children(os.getpid()) for pid in family(child)]
    left += [f"temporary: {path.name}" for path in (room / "tmp").iterdir()]
    left += [f"group: {group.path}" for group in abandoned_groups()]
    network = Path("/proc/self/ns/net").stat().st_ino
    return left + [f"lock: {path}" for path in Path("/run").glob(f"grader-turn-{network}")]


def _line(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return "gone"


def _modes(room: Path) -> dict[str, int]:
    places = [ROOT, room, room / "class", *(room / "class").rglob("*")]
    return {str(place): place.stat().st_mode for place in places}
