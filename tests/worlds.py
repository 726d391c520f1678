"""One program in one world, without a grading around it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.sandbox.copies import remove
from tests.paths import EXERCISES, ROOT, environment

_SCRIPT = """
import os, sys
from pathlib import Path
from grader.catalog import load_course
from grader.sandbox import build
kind, observation, folder, course = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
world = build(kind, observation, load_course(course).limits, Path(sys.argv[5]))
for program in sorted(path.name for path in (folder / "programs").iterdir()):
    world.enter_fresh_world(frozenset({8080}))
    running = world.start(folder / "programs", program, frozenset({8080}))
    said = b""
    while not running.has_ended():
        said += running.terminal.read()
    sys.stdout.buffer.write(said + running.terminal.read_to_the_end())
    print("status", running.status())
    running.kill()
    world.leave_world([])
"""


class Caller(msgspec.Struct, frozen=True):
    """Who runs the worlds; whoever tests, unless said otherwise."""

    uid: int | None = None
    command: tuple[str, ...] = (sys.executable,)  # starts a Python
    at: Path = ROOT  # a checkout
    packages: Path | None = None  # where Python finds what the grader needs, if not by itself
    folder: Path | None = None  # empty, and the caller's own


@contextmanager
def scratch_folder(uid: int | None = None) -> Iterator[Path]:
    """Give an empty folder that programs of other users can reach, as a grading makes itself one."""
    folder = Path(tempfile.mkdtemp(prefix="worlds-"))
    folder.chmod(0o711)
    if uid is not None:
        os.chown(folder, uid, uid)
    try:
        yield folder
    finally:
        remove(str(folder))


def run_in_worlds(
    kind: str,
    folder: Path,
    *programs: str,
    observation: str = "kernel",
    caller: Caller | None = None,
    variables: dict[str, str] | None = None,
) -> list[str]:
    """Run each of these programs in a fresh world of this kind, one after another; return the lines that they print.

    ``folder`` is empty; ``variables`` are the caller's besides.
    """
    caller = caller or Caller()
    (folder / "programs").mkdir()
    if caller.uid is not None:
        os.chown(folder / "programs", caller.uid, caller.uid)
    for number, program in enumerate(programs):
        (folder / "programs" / f"{number}.py").write_text(program, encoding="utf-8")
    variables = dict(variables or {})
    if caller.packages is not None:
        variables["PYTHONPATH"] = str(caller.packages)
    with scratch_folder(caller.uid) as scratch:
        words = (kind, observation, str(folder), str(caller.at / EXERCISES.name), str(scratch))
        answer = subprocess.run(
            (*caller.command, "-c", _SCRIPT, *words),
            cwd=caller.at,
            env=environment(**variables),
            user=caller.uid,
            group=caller.uid,
            extra_groups=None if caller.uid is None else [],
            capture_output=True,
            check=False,
        )
    assert answer.returncode == 0, answer.stderr.decode(errors="replace")
    return answer.stdout.decode().splitlines()
