"""Keeps the processes in which pytest runs the checks, and puts away what they leave.

What to do comes over the standard input, so no command line tells anything of it. The other end of that pipe is in the
hands of the command alone: when it has gone, however it went, the examination ends and nothing of it stays.

There is one examining process for each share of the checks. They are forked when everything has been imported, because
that takes longer than some shares. All that becomes an orphan below them becomes a child of this process.
"""

import gc

gc.disable()  # short-lived: what it would collect is less than what looking for it costs

import os  # noqa: E402 - most of the garbage comes from importing
import select  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import traceback  # noqa: E402
from pathlib import Path  # noqa: E402
from types import FrameType  # noqa: E402
from typing import NoReturn  # noqa: E402

import pytest  # noqa: E402
import pytest_jsonreport.plugin  # noqa: E402

import grader.examination.plugin  # noqa: E402
from grader.kit.collection import lesson_of, load  # noqa: E402
from grader.messages import unpacked  # noqa: E402
from grader.model import Examination  # noqa: E402
from grader.process import interrupts  # noqa: E402
from grader.sandbox import adopt_orphans, die_with_parent, end_children, put_away, remove_abandoned_groups  # noqa: E402

_LONGEST_FAREWELL = 5.0  # seconds, for what an examining process does when it is asked to end
_PLUGINS = (grader.examination.plugin, pytest_jsonreport.plugin)
_COMMAND = 0  # the descriptor of the standard input


def main() -> int:
    """Examine every share; return the highest of pytest's exit statuses."""
    for number in interrupts.SIGNALS:
        signal.signal(number, _heed_not)  # the command alone decides; a handler, unlike SIG_IGN, ends with exec
    examination = unpacked(_line(_COMMAND), Examination)
    for lock in examination.locks:
        os.set_inheritable(lock, False)  # noqa: FBT003 - the function's own signature
    adopt_orphans()
    load(lesson_of(Path(examination.place)))  # once for all of them
    examiners = {room: _begin(room, examination) for room in examination.rooms}
    os.close(examination.progress)  # its end is theirs
    if not _wait({end for _, end in examiners.values()}):
        _end(examiners)
        put_away(examination.folder)
    statuses = [_status(pid) for pid, _ in examiners.values()]
    end_children()
    remove_abandoned_groups()
    return max(statuses)


def _heed_not(number: int, frame: FrameType | None) -> None:
    del number, frame


def _line(descriptor: int) -> bytes:
    """Read a line and nothing beyond it."""
    line = b""
    while not line.endswith(b"\n"):
        if not (more := os.read(descriptor, 1)):
            sys.exit(int(pytest.ExitCode.USAGE_ERROR))  # the command has gone before it said what to do
        line += more
    return line


def _begin(room: str, examination: Examination) -> tuple[int, int]:
    """Start an examining process; return it, and a descriptor at whose end it has ended."""
    keeper = os.getpid()
    reader, writer = os.pipe()
    if (examiner := os.fork()) == 0:
        die_with_parent(keeper)
        os.close(reader)
        _examine(Path(room), examination)
    os.close(writer)
    return examiner, reader


def _wait(ends: set[int]) -> bool:
    """Wait until all examining processes have ended; False where the command has gone before."""
    while ends:
        ready, _, _ = select.select([_COMMAND, *ends], [], [])
        if _COMMAND in ready:
            return False
        ends -= set(ready)
    return True


def _end(examiners: dict[str, tuple[int, int]]) -> None:
    """End the examining processes: at first they are asked to."""
    deadline = time.monotonic() + _LONGEST_FAREWELL
    for pid, _ in examiners.values():
        os.kill(pid, signal.SIGINT)
    running = {end for _, end in examiners.values()}
    while running and (seconds := deadline - time.monotonic()) > 0:
        running -= set(select.select(list(running), [], [], seconds)[0])
    for pid, _ in examiners.values():
        os.kill(pid, signal.SIGKILL)  # not buried yet, so it is still that one
    end_children()


def _status(pid: int) -> int:
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:  # buried with all the others
        return int(pytest.ExitCode.INTERRUPTED)
    if status < 0:
        sys.stderr.write(f"the examining process was ended by {signal.Signals(-status).name}\n")
    return abs(status)


def _examine(room: Path, examination: Examination) -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_RDONLY), _COMMAND)
    files = ["--job", str(room / "job.json"), "--json-report-file", str(room / "raw.json")]
    status = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        interrupts.watch()
        status = int(
            pytest.main([*files, "--progress", str(examination.progress), *examination.arguments], plugins=_PLUGINS)
        )
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        end_children()  # whatever happened: no program is left running
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)  # a fork's end: without tearing down, object by object, what was imported before it


if __name__ == "__main__":
    sys.exit(main())
