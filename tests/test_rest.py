"""What psutil tells of one run: when it rests, what belongs to it, and what it has used."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from grader.observe.terminal import Terminal
from grader.sandbox.clock import ByTheClock
from tests.paths import ROOT, environment
from tests.waiting import wait_for

_NO_PROCESS = 1 << 22 | 1  # one more than the highest number that Linux can give
_BUSY = "import time\nwhile time.process_time() < 0.4: pass\ninput()"


@contextmanager
def watched(*command: str) -> Iterator[ByTheClock]:
    """Start a command on a terminal, watch it, and end what is left of it."""
    run = ByTheClock(Terminal([*command], folder=None, environment=environment()), keyboard_seconds=0.5)
    try:
        yield run
    finally:
        run.kill()


def test_rest_begins_anew_with_each_wait() -> None:
    """A program that has been seen asleep is not taken to sleep at the first look of the next wait."""
    with watched("/bin/cat") as run:
        wait_for(lambda: run.look().asleep)
        run.watch_afresh()
        assert not run.look().asleep


def test_a_program_that_waits_for_a_processor_does_not_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little CPU time it has used."""
    with watched("/bin/cat") as run:
        wait_for(lambda: run.look().asleep)
        monkeypatch.setattr(psutil.Process, "status", lambda _: psutil.STATUS_RUNNING)
        assert not run.look().asleep
        monkeypatch.undo()


def test_the_time_in_the_programs_own_code_counts() -> None:
    """CPU time is that in the program and in the kernel together."""
    with watched(sys.executable, "-S", "-c", _BUSY) as run:
        wait_for(lambda: run.look().asleep)
        assert run.cpu_seconds() > 0.3
        assert run.activity().is_stalled
        assert (run.excuse(), run.reached_its_memory()) == ("", False)  # nobody tells


def test_a_descendant_in_a_session_of_its_own_belongs_to_the_program() -> None:
    """So does one whose parent lives."""
    with watched("/bin/sh", "-c", "setsid sleep 1000 & wait") as run:
        first = psutil.Process(run.terminal.pid)
        wait_for(lambda: any(os.getsid(child.pid) == child.pid for child in first.children()))
        assert run.living() == 2
        run.stop()
        wait_for(run.is_stopped)


def test_what_an_ended_program_leaves_is_known_when_it_is_buried() -> None:
    """Nobody had looked before; it is killed with the rest."""
    with watched("/bin/sh", "-c", "sleep 1000 & exit 3") as run:
        wait_for(run.has_ended)
        assert run.status() == 3
        (left,) = run.pids()
        run_of_it = psutil.Process(left)
    wait_for(lambda: not run_of_it.is_running() or run_of_it.status() == psutil.STATUS_ZOMBIE)


def test_a_process_that_ends_while_all_are_listed_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of all processes is old as soon as it is there."""
    known = psutil.pids
    with watched("/bin/cat") as run:
        monkeypatch.setattr(psutil, "pids", lambda: [_NO_PROCESS, *known()])
        assert run.pids() == (run.terminal.pid,)
        monkeypatch.undo()


def test_after_its_end_something_may_be_on_its_way_for_a_while() -> None:
    """The while begins when the end is seen, and it ends."""
    with watched("/bin/true") as run:
        wait_for(run.has_ended)
        assert run.something_is_on_its_way()
        run.look()
        assert run.something_is_on_its_way()

        def has_arrived() -> bool:
            run.look()
            return not run.something_is_on_its_way()

        wait_for(has_arrived)


def test_a_locale_is_looked_for_without_being_kept() -> None:
    """The grader goes on in the locale that it had."""
    asks = (
        "import locale; from grader.sandbox.login import environment; before = locale.setlocale(locale.LC_ALL);"
        "environment('/', '/'); print(before == locale.setlocale(locale.LC_ALL))"
    )
    words = [sys.executable, "-c", asks]
    told = subprocess.run(words, cwd=ROOT, env=environment(LC_ALL="C"), capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"
