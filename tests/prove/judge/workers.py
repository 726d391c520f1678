"""The processes in which tests are run, each in a box of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import msgspec

from tests.paths import ROOT
from tests.prove.judge.box import PLACE

_SERVER = Path(__file__).with_name("server.py")


class Told(msgspec.Struct, frozen=True):
    """What became of one test: ``outcome`` is pytest's, or ``too slow``; ``lines`` are numbers of bytes."""

    test: str
    outcome: str
    seconds: float
    lines: list[int] = []


class Job(msgspec.Struct, frozen=True):
    """What a server is to do; see there."""

    tests: Sequence[str]
    most: float
    seconds: float
    limits: Mapping[str, float] = {}
    files: Mapping[str, str] = {}
    lengths: Mapping[str, int] = {}


class Answer(msgspec.Struct, frozen=True):
    """What a server says of a job; see there."""

    told: list[Told]
    status: int
    error: str


@contextmanager
def workers(at_a_time: int) -> Iterator[Callable[[Sequence[Job]], Iterator[Answer]]]:
    """Give a function that has jobs done, so many at a time, and returns the answers in their order.

    Raises RuntimeError where no box can be made.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        msg = "mutants of the grader are run in namespaces that root alone can make: run this as root, on Linux"
        raise RuntimeError(msg)
    if ROOT.is_relative_to(PLACE):
        msg = f"mutants of the grader cannot be run in a checkout in {PLACE}, which is another folder in a box"
        raise RuntimeError(msg)
    _compile_all()
    free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
    servers = [
        subprocess.Popen([sys.executable, "-I", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(at_a_time)
    ]
    for server in servers:
        free.put(server)

    def do(job: Job) -> Answer:
        server = free.get()
        try:
            return _asked(server, job)
        finally:
            free.put(server)

    with ThreadPoolExecutor(at_a_time) as executor:
        try:
            yield lambda jobs: executor.map(do, jobs)
        finally:
            executor.shutdown(cancel_futures=True)
            for server in servers:
                server.communicate()


def _asked(server: subprocess.Popen[bytes], job: Job) -> Answer:
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(msgspec.json.encode(job) + b"\n")
    server.stdin.flush()
    if not (line := server.stdout.readline()):
        msg = "a process that runs tests was ended from outside"
        raise RuntimeError(msg)
    answer = msgspec.json.decode(line, type=Answer)
    if answer.error:
        raise RuntimeError(answer.error.strip().splitlines()[-1])
    return answer


def _compile_all() -> None:
    """Let Python and pytest compile all modules here: in a box what they compile is thrown away."""
    collect = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import pytest; pytest.main(['--collect-only', '-qq'])"
    subprocess.run([sys.executable, "-I", "-c", collect], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
