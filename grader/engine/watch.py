"""The watch over a run during one wait: what it does, what it uses, and the proof that the wait is in vain."""

import time

from grader.engine.endings import Ending, Proof
from grader.engine.patience import Patience
from grader.sandbox import AWAKE, Activity, Look, Running

_LONGEST_STEP = 0.05  # seconds; a grader that was kept waiting for longer has not watched the program meanwhile
_STALLED_SHARE = 0.2  # what a second counts that may be the machine's doing
_SETTLING_UNSEEN_SECONDS = 0.3  # a program that sleeps in a way that no look can see has said what it has to say
_REST_SECONDS = 0.3  # a program that wakes up now and then is watched for so long a sleep
_REST_SHARE = 0.25  # and may use this much CPU time for each second of it


class Watch:
    """What has been seen since the present wait began: the latest look, seconds asleep, seconds of CPU time."""

    def __init__(self, patience: Patience) -> None:
        """Take what the program uses from what ``patience`` allows."""
        self.seen: Look = AWAKE
        self.slept = self.cpu_used = 0.0
        self._patience = patience
        self._forget()

    def begin(self, running: Running) -> None:
        """Begin a wait."""
        running.watch_afresh()
        self.seen, self.slept, self.cpu_used = AWAKE, 0.0, 0.0
        self._forget()

    def _forget(self) -> None:
        self._latest = time.monotonic()
        self._was_asleep = False
        self._activity: Activity | None = None  # at the latest look, where that did not see the program asleep
        self._cpu_before: float | None = None  # of the run, at the first count
        self._reading = 0.0

    def look(self, running: Running) -> None:
        """See what the program does."""
        self.seen = running.look()

    def count(self, running: Running) -> None:
        """Count what it has used since the latest count; what it does was seen just now."""
        before, self._latest = self._latest, time.monotonic()
        step = min(self._latest - before, _LONGEST_STEP)
        is_asleep = self.seen.asleep or running.has_ended()
        if is_asleep:
            slept = step if self._was_asleep else 0.0  # it was asleep all the time
            self._activity = None
        else:
            slept = self._slept_unseen(running, step)
        self._was_asleep = is_asleep
        cpu_now = running.cpu_seconds() + self._reading
        self._cpu_before = cpu_now if self._cpu_before is None else self._cpu_before
        cpu_used = max(cpu_now - self._cpu_before, self.cpu_used)
        self._patience.spend(slept, cpu_used - self.cpu_used)
        self.slept += slept
        self.cpu_used = cpu_used

    def note_output(self) -> None:
        """Remember that the program has printed: one that prints on waits for the grader to read, which is no sleep.

        One that a look sees asleep sleeps all the same, between two things that it prints.
        """
        self._activity = None

    def count_reading(self, cpu_seconds: float) -> None:
        """Count the CPU time that it took to throw away what the program prints: it is the program's doing."""
        self._reading += cpu_seconds

    def has_settled(self) -> bool:
        """Tell whether the program has had the time to say what it has to say for now."""
        return self.seen.asleep or self._has_used_its_turn() or self.slept > _SETTLING_UNSEEN_SECONDS

    def note_settling(self) -> None:
        """Remember a wait for the program to settle, in which it did not rest."""
        if self._has_used_its_turn() and not self.seen.asleep:
            self._patience.note_no_rest(self.cpu_used)

    def rests(self) -> bool:
        """Tell whether the program, which has not ended, is at rest; waking up now and then to look is rest."""
        return self.seen.for_ever or (self.slept > _REST_SECONDS and self.cpu_used < _REST_SHARE * self.slept)

    def proof(self, running: Running) -> Proof | None:
        """Return the proof that what the wait waits for will never come, if there is one."""
        ending = self._ending(running)
        if ending is None:
            return None
        limit = self._patience.limit_of_sleep(self.slept) if ending is Ending.SLEEPING else None
        return Proof(ending, self.slept, self.cpu_used, limit)

    def _ending(self, running: Running) -> Ending | None:
        limits = self._patience.limits
        if running.processes() > limits.processes:
            return Ending.CROWDING
        if running.memory_mib() > limits.memory_mib or running.reached_its_memory():
            return Ending.HOARDING
        if self._patience.limit_of_sleep(self.slept):
            return Ending.SLEEPING
        if running.has_ended():
            return None if running.something_is_on_its_way() else Ending.ENDED
        if self.seen.for_ever:
            return Ending.STUCK
        return Ending.SPINNING if self._patience.spins(self.cpu_used, self._cpu_before or 0.0) else None

    def _has_used_its_turn(self) -> bool:
        return self.cpu_used > self._patience.settling_seconds()

    def _slept_unseen(self, running: Running, step: float) -> float:
        """Return for how many of the seconds of ``step`` a program slept that no look has seen asleep.

        Only a thread that runs, waits for a processor or is stalled by the machine does not sleep.
        """
        before, self._activity = self._activity, running.activity()
        if before is None or self._activity.is_running:
            return 0.0
        idle = min(step, max(0.0, step - (self._activity.seconds - before.seconds)))
        return idle * _STALLED_SHARE if self._activity.is_stalled else idle
