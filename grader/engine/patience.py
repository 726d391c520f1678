"""How long a check waits for a program that sleeps or computes: for each wait, each check, each program, each grading.

A second of sleep before every answer costs a program nothing. Sleep beyond that, and CPU time, are taken from budgets.
Where a budget is used up, or a check of the program has failed by sleeping or by spinning, the program's later waits
are short: a program that answers at once does not notice.
"""

from grader.course import Limits
from grader.engine.endings import Ending, Limit
from grader.model import Observation

_FREE_SECONDS = 1.05  # asleep, for each start of the program and for each thing that is said to it
# One wait, once a budget of the program is used up, and once one of the grading is.
_SHORT_SLEEP, _SHORTEST_SLEEP = 1.5, 0.3  # seconds asleep
_SHORT_SPIN, _SHORTEST_SPIN = 0.15, 0.1  # seconds of CPU time
# A program that never rests is given this much CPU time to say what it has to say: often, and once it has used more of
# it in all than a program may that rests.
_SETTLING, _SHORT_SETTLING, _LONGEST_UNREST = 0.04, 0.01, 0.4
_STARTING = 0.25  # seconds of CPU time besides, once in each run: what it takes a program to load what it needs


class Grading:
    """What all programs have used that one examining process runs."""

    def __init__(self, limits: Limits, observation: Observation, pace: float) -> None:
        """Begin with full budgets; limits of CPU time are ``pace`` times as long.

        By the clock every wait takes a while, so the whole has no budget of sleep there.
        """
        self.limits = limits
        self.keyboard_seconds = limits.keyboard_seconds if observation == "clock" else 0.0
        self.most_slept = float("inf") if observation == "clock" else limits.grading_asleep_seconds
        self.pace = pace
        self.slept = self.cpu_used = 0.0
        self._programs: dict[str, Patience] = {}

    def patience_with(self, program: str) -> "Patience":
        """Return what is left for one program, the same for all its checks."""
        return self._programs.setdefault(program, Patience(self))


class Patience:
    """What one program has used, and what it may still use. Seconds are asleep or of CPU time, never by the clock."""

    def __init__(self, grading: Grading) -> None:
        """Begin with a full budget."""
        self._grading = grading
        self.limits = grading.limits
        self._excess_before = 0.0  # asleep in earlier checks, beyond what was free
        self._cpu_used = 0.0
        self._unrest = 0.0  # seconds of CPU time in waits for it to settle, in which it did not rest
        self._has_slept_too_long = self._has_spun = False
        self._slept = self._free = 0.0  # in the present check

    def begin(self) -> None:
        """Begin a check."""
        self._excess_before += self._excess()
        self._slept = self._free = 0.0

    def grant(self, times: int = 1) -> None:
        """Let it sleep for a second more in this check: it was started, or something was said to it."""
        self._free += times * _FREE_SECONDS + self._grading.keyboard_seconds

    def spend(self, slept: float, cpu_used: float) -> None:
        """Count what it has used since the last time."""
        self._slept += slept
        self._grading.slept += slept
        self._cpu_used += cpu_used
        self._grading.cpu_used += cpu_used

    def limit_of_sleep(self, slept: float) -> Limit | None:
        """Return the limit that is hit by a program that has slept for so long in the present wait."""
        seconds = slept - self._grading.keyboard_seconds
        if self._grading.slept > self._grading.most_slept and seconds > _SHORTEST_SLEEP:
            return Limit.GRADING
        excess = self._excess()
        is_short = self._has_slept_too_long or self._excess_before + excess > self.limits.program_asleep_seconds
        if is_short and seconds > _SHORT_SLEEP:
            return Limit.PROGRAM
        if excess > self.limits.check_asleep_seconds:
            return Limit.CHECK
        return Limit.WAIT if slept > self.limits.asleep_seconds else None

    def spins(self, cpu_used: float, cpu_before: float) -> bool:
        """Tell whether a program is given up that has used ``cpu_used`` in the present wait, ``cpu_before`` before it.

        Both are of the present run.
        """
        pace = self._grading.pace
        to_start = max(0.0, _STARTING * pace - cpu_before)
        if self._grading.cpu_used > self.limits.grading_spin_seconds * pace:
            return cpu_used > _SHORTEST_SPIN * pace + to_start
        if self._has_spun or self._cpu_used > self.limits.program_spin_seconds * pace:
            return cpu_used > _SHORT_SPIN * pace + to_start
        return cpu_used > self.limits.spin_seconds * pace

    def settling_seconds(self) -> float:
        """Return for how much CPU time a program that does not rest is waited for."""
        return _SHORT_SETTLING if self._unrest > _LONGEST_UNREST else _SETTLING

    def note_no_rest(self, cpu_used: float) -> None:
        """Remember that it was waited for so that it settles, and did not rest."""
        self._unrest += cpu_used

    def note_failure(self, ending: Ending) -> None:
        """Remember that a check has failed, and by what."""
        self._has_slept_too_long |= ending is Ending.SLEEPING
        self._has_spun |= ending is Ending.SPINNING

    def _excess(self) -> float:
        return max(0.0, self._slept - self._free)
