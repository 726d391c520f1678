"""``make bench``: what grading costs, as ratios that were measured in one run.

CPU time is that of the whole machine while something runs, read from /proc/stat (proc(5)): nothing that a grading
starts, in whatever namespace, and nothing that the kernel does for it, is left out. So the machine must be quiet; how
quiet it was is printed first.
"""

import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import msgspec

from grader.catalog import load_course
from grader.sandbox import Kind, build
from tests.attacks import ATTACKS
from tests.dearest import submissions
from tests.paths import EXERCISES, ROOT, SOLUTIONS, environment

_ROUNDS = 5
_STARTS = 50
_DEAREST = 5
_KINDS: tuple[Kind, Kind] = ("namespaces", "plain")
_TICK = os.sysconf("SC_CLK_TCK")
_HANGING_SERVER = """
import socket, time
server = socket.create_server(("127.0.0.1", {port}))
{wait}
"""
_SLOTS = (
    "tcp_v1/client.py",
    "tcp_v2/client.py",
    "tcp_v3/server.py",
    "tcp_v3/client.py",
    "udp/client.py",
    "udp/server.py",
)
_FLOOD = "while True: print('flood ' * 100)"
_IN_ACCEPT = "while True: connection = server.accept()"
_IN_RECV = """
while True:
    connection, _ = server.accept()
    while connection.recv(1024):
        pass
"""
_AT_THE_KEYBOARD = "input('you: ')\nwhile True: input()"
_IN_RECV_OF_A_CLIENT = """
import socket
server = socket.create_connection(("127.0.0.1", {port}))
server.recv(1024)
"""


class Cost(msgspec.Struct, frozen=True):
    """Seconds on the clock and seconds of CPU time."""

    wall: float
    cpu: float


def busy() -> float:
    """Return the CPU seconds that the machine has been busy since it was started."""
    fields = [int(field) for field in Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:8])) / _TICK


def cost(action: Callable[[], object]) -> Cost:
    """Measure one action."""
    wall, cpu = time.perf_counter(), busy()
    action()
    return Cost(time.perf_counter() - wall, busy() - cpu)


def graded(submission: Path, *words: str) -> dict[str, object]:
    """Grade a submission and return its score."""
    command = [sys.executable, "-m", "grader", "grade", str(submission), "--json", *words]
    with tempfile.TemporaryDirectory() as reports:
        answer = subprocess.run(
            [*command, "--reports", reports], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=False
        )
    score = json.loads(answer.stdout)
    assert isinstance(score, dict)
    return score


def starts(count: int) -> None:
    """Start Python as often as programs are started, to import the one module that they all need."""
    for _ in range(count):
        subprocess.run([sys.executable, "-c", "import socket"], check=True)


def side_by_side(first: Path, second: Path) -> tuple[float, object]:
    """Grade two submissions at once; return how long the first takes on the clock, and its marks."""
    command = [sys.executable, "-m", "grader", "grade", str(second), "--isolation", "namespaces"]
    with tempfile.TemporaryDirectory() as reports:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        other = subprocess.Popen([*command, "--reports", reports], cwd=ROOT, env=environment(), **quiet)  # type: ignore[call-overload]
        began = time.perf_counter()
        score = graded(first, "--isolation", "namespaces")["score"]
        took = time.perf_counter() - began
        other.wait()
    return took, score


def greedy(folder: Path) -> Path:
    """Make a submission that takes whatever it can get: processes, processors, memory, the screen."""
    names = ("fork_bomb", "processor", "memory_of_many", "flood", "fork_chain", "one_endless_line", "thread_bomb")
    for slot, name in zip(_SLOTS, names, strict=False):
        (folder / slot).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ATTACKS / name / "client.py", folder / slot)
    return folder


def beside_others() -> None:
    """Print what an honest grading suffers from a hostile one beside it."""
    with tempfile.TemporaryDirectory() as name:
        hostile = greedy(Path(name))
        honest_times: list[float] = []
        hostile_times: list[float] = []
        marks = set()
        for _ in range(_ROUNDS):
            for beside, times in ((SOLUTIONS, honest_times), (hostile, hostile_times)):
                took, score = side_by_side(SOLUTIONS, beside)
                times.append(took)
                marks.add(score)
    ratio = median(hostile_times) / median(honest_times)
    print(f"the solutions beside a hostile submission / beside themselves: {ratio:.2f} on the clock; to stay below 1.5")
    print(f"the marks that they got: {sorted(marks, key=str)}")


def dearest(kind: str) -> None:
    """Print what the submissions cost that cost as much as they can: the five dearest by the clock and in CPU time."""
    with tempfile.TemporaryDirectory() as name:
        costs = {
            what: cost(lambda submission=submission: graded(submission, "--isolation", kind))  # type: ignore[misc]
            for what, submission in submissions(Path(name)).items()
        }
    for unit, bound, seconds in (
        ("on the clock", 180, {what: each.wall for what, each in costs.items()}),
        ("of CPU time", 30, {what: each.cpu for what, each in costs.items()}),
    ):
        print(f"the dearest of {len(costs)} submissions in worlds of kind {kind!r}, each below {bound} s {unit}:")
        for what in sorted(seconds, key=seconds.__getitem__, reverse=True)[:_DEAREST]:
            print(f"  {seconds[what]:6.1f} s {unit}: every program {what}")


def starts_in(kind: Kind) -> None:
    """Start a program that only imports what they all need, again and again, in fresh worlds of this kind.

    Nobody looks at it: to look costs more in ``plain``, where the socket tables are the whole machine's.
    """
    with tempfile.TemporaryDirectory() as name:
        process = multiprocessing.get_context("fork").Process(target=_start_in, args=(kind, Path(name)))
        process.start()
        process.join()
    if process.exitcode != 0:
        msg = f"programs could not be started in a world of kind {kind!r}"
        raise RuntimeError(msg)


def _start_in(kind: Kind, place: Path) -> None:
    """Do it, in a process that is fit for nothing else afterwards."""
    folder, scratch = place / "exercise", place / "scratch"
    for each in (folder, scratch):
        each.mkdir()
    (folder / "bare.py").write_text("import socket")
    world = build(kind, "kernel", load_course(EXERCISES).limits, scratch)
    for _ in range(_STARTS):
        world.enter_fresh_world(frozenset())
        running = world.start(folder, "bare.py", frozenset())
        running.status()
        running.kill()
        world.leave_world([])


def isolation_costs() -> None:
    """Print what isolation costs for each start of a program: the same starts with it and without it."""
    differences, ratios = [], []
    for _ in range(_ROUNDS):
        within, without = (cost(lambda kind=kind: starts_in(kind)).cpu for kind in _KINDS)  # type: ignore[misc]
        differences.append((within - without) / _STARTS * 1000)
        ratios.append(within / without)
    spread = f"{min(differences):.1f} to {max(differences):.1f}"
    print(
        f"isolation, for each start of a program: {median(differences):.1f} ms of CPU time (median; {spread}); "
        f"with it / without it: {median(ratios):.2f}"
    )


def hanging(folder: Path, server: str, client: str) -> Path:
    """Make a submission in which every server and every client hangs in its way."""
    for exercise, port in (("tcp_v1", 8080), ("tcp_v2", 8080), ("tcp_v3", 8081), ("udp", 8080)):
        (folder / exercise).mkdir(parents=True)
        (folder / exercise / "server.py").write_text(_HANGING_SERVER.format(port=port, wait=server))
        (folder / exercise / "client.py").write_text(client.format(port=port))
    return folder


def main() -> None:
    """Measure and print."""
    idle = cost(lambda: subprocess.run(["sleep", "1"], check=True))
    print(f"the machine was busy for {idle.cpu:.2f} s in a second of rest, on {os.cpu_count()} processors")
    solutions, bare = [], []
    for _ in range(_ROUNDS):
        programs = int(graded(SOLUTIONS)["stats"]["programs_started"])  # type: ignore[index]
        solutions.append(cost(lambda: graded(SOLUTIONS)))
        bare.append(cost(lambda count=programs: starts(count)))  # type: ignore[misc]
    ratios = sorted(grade.cpu / start.cpu for grade, start in zip(solutions, bare, strict=True))
    wall = median(grade.wall for grade in solutions)
    print(f"solutions: {programs} programs started, {wall:.2f} s on the clock (median of {_ROUNDS})")
    print(
        f"CPU time of a grading / of as many bare starts: {median(ratios):.2f} "
        f"(median; {ratios[0]:.2f} to {ratios[-1]:.2f}); to stay below 2.5"
    )
    with tempfile.TemporaryDirectory() as name:
        for where, server, client in (
            ("accept and recv", _IN_ACCEPT, _IN_RECV_OF_A_CLIENT),
            ("recv and at the keyboard", _IN_RECV, _AT_THE_KEYBOARD),
        ):
            submission = hanging(Path(name, where.split()[0]), server, client)
            times = [cost(lambda: graded(submission)).wall for _ in range(_ROUNDS)]  # noqa: B023 - called at once
            print(f"all programs hang in {where} / solutions: {median(times) / wall:.2f} on the clock; below 1.5")
        flood = Path(name, "flood", "tcp_v1")
        flood.mkdir(parents=True)
        (flood / "client.py").write_text(_FLOOD)
        graded(flood.parent, "--only", "tcp_v1/client")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"the largest process of all these gradings, with a flood among them: {peak:.0f} MiB; below 150")
    isolation_costs()
    beside_others()
    for kind in os.environ.get("ISOLATION", "").split() or ["namespaces"]:
        dearest(kind)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # temporary folders are removed
    main()
