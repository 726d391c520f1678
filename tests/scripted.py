"""Runs by a script: at each look there is to see what stands in a list. No process, no waiting; a clock of their own.

A script is a list of moments. A look moves on to the next one; the last one stays. Time passes only while the grader
pauses, and by what a moment says besides.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

import msgspec
import pytest

from grader.catalog import load_course
from grader.course import Endpoint, Program
from grader.engine.endings import Ending
from grader.engine.patience import Grading
from grader.engine.run import Run
from grader.engine.service import Service
from grader.engine.transcript import Transcript
from grader.engine.trial import Trial
from grader.events import Event
from grader.report import wording
from grader.sandbox import AWAKE, Activity, Address, Call, Look, Running, Sandbox
from grader.text import Text, say
from tests.paths import EXERCISES

LIMITS = load_course(EXERCISES).limits
ASLEEP, FOR_EVER = Look(asleep=True), Look(asleep=True, for_ever=True)
SERVER = Program("server.py", "server", (Endpoint("tcp", "127.0.0.1", 4000),))
MOST_LOOKS = 20_000  # beyond that a wait has no end


class Moment(msgspec.Struct, frozen=True):
    """What there is to see at one look, and what happens from the look before it until then."""

    look: Look = AWAKE
    prints: bytes = b""  # what arrives from the terminal
    late: bytes = b""  # what it has printed and what comes only where the terminal is read to its end
    cpu: float = 0.0  # seconds of CPU time
    busy: float = 0.0  # seconds in which it ran or waited for a processor
    passes: float = 0.0  # seconds
    status: int | None = None  # with which it has ended
    on_its_way: bool = False
    processes: int = 1
    memory_mib: float = 0.0


class Clock:
    """The time, for the modules that ask for it, and the pauses that the grader has made."""

    def __init__(self) -> None:
        """Begin."""
        self.now = 0.0
        self.reading = 0.0  # seconds of CPU time that each reading of a flood takes the grader
        self.pauses: list[float] = []
        self._of_the_grader = 0.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now

    def thread_time(self) -> float:
        """Return the grader's own CPU time: every second question is asked after a reading."""
        self._of_the_grader += self.reading / 2
        return self._of_the_grader

    def select(self, *arguments: object) -> None:
        """Let the time of a pause pass."""
        pause = arguments[3]
        assert isinstance(pause, float)
        self.pauses.append(pause)
        self.now += pause


class ScriptedTerminal:
    """What the program of a script prints."""

    descriptor = -1

    def __init__(self, limit: int) -> None:
        """Have nothing to read yet; beyond ``limit`` bytes it is thrown away."""
        self.arrived = self.late = b""
        self.thrown_away = 0
        self._limit = limit
        self._read = 0

    def read(self) -> bytes:
        """Return what has arrived, up to the limit."""
        output, self.arrived = self.arrived[: self._limit - self._read], self.arrived[self._limit - self._read :]
        self._read += len(output)
        return output

    def read_to_the_end(self) -> bytes:
        """Return that, and what comes late."""
        output, self.late = self.read() + self.late, b""
        return output

    def throw_away(self) -> bool:
        """Throw away what has arrived; tell whether there was something."""
        amount, self.arrived = len(self.arrived), b""
        self.thrown_away += amount
        return amount > 0


class ScriptedRun:
    """A program that does what stands in its script."""

    shows_what_is_read = True

    def __init__(self, clock: Clock, script: Iterable[Moment]) -> None:
        """Be at the first moment."""
        self._clock = clock
        self._script = list(script)
        self._at = -1
        self.looks = 0
        self.terminal = ScriptedTerminal(LIMITS.output_kib * 1024)
        self.now = Moment()
        self.cpu = self.busy = 0.0
        self.done: list[str] = []  # what the grader has done to it
        self.calls: list[tuple[Call, ...]] = []  # those that it is in when it is stopped, one time after another
        self.can_tell = True  # where it is
        self.excused = ""

    def goes_on_with(self, *script: Moment) -> None:
        """Have more to come after the present moment."""
        self._script += script

    def watch_afresh(self) -> None:
        """Do nothing about it."""

    def look(self) -> Look:
        """Move on to the next moment."""
        self.looks += 1
        assert self.looks < MOST_LOOKS, "this wait has no end"
        if self._at + 1 < len(self._script):
            self._at += 1
            self._come_to(self._script[self._at])
        else:
            self._come_to(msgspec.structs.replace(self.now, prints=b"", late=b""))
        return self.now.look

    def _come_to(self, moment: Moment) -> None:
        self.now = moment
        self.terminal.arrived += moment.prints
        self.terminal.late += moment.late
        self.cpu += moment.cpu
        self.busy += moment.busy
        self._clock.now += moment.passes

    def has_ended(self) -> bool:
        """Tell whether it has, by now."""
        return self.now.status is not None

    def status(self) -> int:
        """Return with which status."""
        assert self.now.status is not None
        return self.now.status

    def something_is_on_its_way(self) -> bool:
        """Tell what the moment says."""
        return self.now.on_its_way

    def activity(self) -> Activity:
        """Tell for how long it was busy."""
        return Activity(self.busy, is_stalled=False)

    def cpu_seconds(self) -> float:
        """Tell what it has used."""
        return self.cpu

    def processes(self) -> int:
        """Tell what the moment says."""
        return self.now.processes

    def living(self) -> int:
        """Tell what the moment says."""
        return 0 if self.has_ended() else self.now.processes

    def memory_mib(self) -> float:
        """Tell what the moment says."""
        return self.now.memory_mib

    def reached_its_memory(self) -> bool:
        """Tell that it has not."""
        return False

    def excuse(self) -> str:
        """Return why it is not to blame."""
        return self.excused

    def kill(self) -> None:
        """Note it."""
        self.done.append("kill")

    def stop(self) -> None:
        """Note it."""
        self.done.append("stop")

    def go_on(self) -> None:
        """Note it."""
        self.done.append("go on")

    def is_stopped(self) -> bool:
        """Tell that it is, one look after it was stopped."""
        return self.done[-1] == "stop" and self.now.look.asleep

    def calls_when_stopped(self) -> tuple[Call, ...]:
        """Return the next ones of the list."""
        return self.calls.pop(0) if self.calls else ()

    def ask_for_stacks(self) -> Iterator[Callable[[], bool]]:
        """Note it, where it can tell where it is."""
        self.done.append("ask")
        if self.can_tell:
            yield self.has_ended


class ScriptedSandbox:
    """A world in which programs run by scripts, one after another."""

    def __init__(self, runs: Sequence[ScriptedRun]) -> None:
        """Have these runs started."""
        self._runs = list(runs)
        self.done: list[tuple[object, ...]] = []

    def enter_fresh_world(self, ports: frozenset[int], *, side_by_side: bool = False) -> None:
        """Note it."""
        self.done.append(("enter", ports, side_by_side))

    def start(self, folder: Path, file: str, ports: frozenset[int]) -> Running:
        """Start the next one."""
        self.done.append(("start", folder, file, ports))
        return cast("Running", self._runs.pop(0))

    def leave_world(self, connections: list[tuple[Address, Address]]) -> None:
        """Note it."""
        self.done.append(("leave", connections))


class Stage:
    """A trial of programs that run by scripts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stop all clocks."""
        self.clock = Clock()
        for name in ("run.time", "watch.time", "transcript.time", "trial.select"):
            monkeypatch.setattr(f"grader.engine.{name}", self.clock)

    def trial(self, *scripts: Iterable[Moment]) -> tuple[Trial, list[ScriptedRun], ScriptedSandbox]:
        """Return a trial, the runs that it will start, and their sandbox."""
        scripted = [ScriptedRun(self.clock, script) for script in scripts]
        sandbox = ScriptedSandbox(scripted)
        patience = Grading(LIMITS, "kernel", pace=1.0).patience_with("a program")
        staged = Path("/staged/echo")
        several = len(scripted) > 1
        trial = Trial(
            cast("Sandbox", sandbox),
            SERVER,
            staged,
            patience=patience,
            service=Service(),
            seed="a seed",
            side_by_side=several,
        )
        return trial, scripted, sandbox

    def run(self, *script: Moment) -> tuple[Run, ScriptedRun]:
        """Return a run that was started, and its script."""
        trial, scripted, _ = self.trial(script)
        run = trial.new_run()
        run.start()
        return run, scripted[0]


def as_read(transcript: Transcript) -> list[Event]:
    """Return the events of a transcript with the words that students read."""
    return [wording._event(event, wording.in_english) for event in transcript.events()]  # noqa: SLF001 - one of a score


def told(ending: Ending) -> Text:
    """Return what a wait says of its ending, for tests."""
    return say("because it is {ending}", ending=str(ending))


def never() -> Callable[[], None]:
    """Return a goal that never comes true."""
    return lambda: None
