"""How long a check waits for a program that sleeps or computes: budgets, rule by rule."""

from types import SimpleNamespace

import pytest

from grader.catalog import load_course
from grader.engine.endings import Ending, Limit
from grader.engine.pace import pace
from grader.engine.patience import Grading, Patience
from grader.model import Observation
from tests.paths import EXERCISES

LIMITS = load_course(EXERCISES).limits
A_SECOND = 1.0
WITHIN_A_SHORT_WAIT = 1.2  # seconds asleep
BEYOND_A_SHORT_WAIT = 2.0
TURNS = 100
STARTING, RUNNING = 0.0, 1.0  # seconds of CPU time that a run has used before the wait


def patience(observation: Observation = "kernel") -> Patience:
    """Return a fresh one."""
    return Grading(LIMITS, observation, pace=1.0).patience_with("tcp_v3/server.py")


def test_a_second_before_every_answer_costs_nothing() -> None:
    """However often something is said to a program, it may sleep for a second each time."""
    ours = patience()
    for _ in range(TURNS):
        ours.grant()
        ours.spend(A_SECOND, 0.0)
        assert ours.limit_of_sleep(A_SECOND) is None


def test_a_second_before_every_answer_is_allowed_after_a_failure_too() -> None:
    """A check that failed by sleeping or spinning leaves the other checks a second for every answer."""
    ours = patience()
    ours.note_failure(Ending.SLEEPING)
    ours.note_failure(Ending.SPINNING)
    for _ in range(TURNS):
        ours.grant()
        ours.spend(A_SECOND, 0.0)
        assert ours.limit_of_sleep(A_SECOND) is None
    assert not ours.spins(0.1, RUNNING)


def test_one_wait_has_a_limit() -> None:
    """No single wait is longer than the catalogue says, whatever is left of the budgets."""
    ours = patience()
    ours.grant(TURNS)
    ours.spend(LIMITS.asleep_seconds, 0.0)
    assert ours.limit_of_sleep(LIMITS.asleep_seconds) is None
    assert ours.limit_of_sleep(LIMITS.asleep_seconds + 0.01) is Limit.WAIT


def test_every_thing_that_is_said_gives_a_second_more() -> None:
    """Ten of them give ten and a half, and what a check has besides."""
    ours = patience()
    ours.grant(10)
    ours.spend(10.5 + LIMITS.check_asleep_seconds, 0.0)
    assert ours.limit_of_sleep(0.0) is None
    ours.spend(0.1, 0.0)
    assert ours.limit_of_sleep(0.0) is Limit.CHECK


def test_a_check_has_a_budget() -> None:
    """What a program sleeps in one check beyond what is free adds up over its waits."""
    ours = patience()
    ours.spend(LIMITS.check_asleep_seconds, 0.0)
    assert ours.limit_of_sleep(0.0) is None
    ours.spend(0.1, 0.0)
    assert ours.limit_of_sleep(0.0) is Limit.CHECK
    ours.begin()
    assert ours.limit_of_sleep(0.0) is None


def test_a_program_has_a_budget() -> None:
    """What a program sleeps beyond what is free adds up over its checks; once it is used up, waits are short."""
    ours = patience()
    slept = 0.0
    while slept <= LIMITS.program_asleep_seconds:
        ours.begin()
        ours.spend(LIMITS.check_asleep_seconds, 0.0)
        slept += LIMITS.check_asleep_seconds
    ours.begin()
    assert ours.limit_of_sleep(WITHIN_A_SHORT_WAIT) is None
    assert ours.limit_of_sleep(BEYOND_A_SHORT_WAIT) is Limit.PROGRAM


def test_a_failure_by_sleeping_leaves_little_patience() -> None:
    """After one check that failed by sleeping, the waits for this program are short; for others they are not."""
    grading = Grading(LIMITS, "kernel", pace=1.0)
    ours, others = grading.patience_with("ours"), grading.patience_with("another")
    ours.note_failure(Ending.SLEEPING)
    assert grading.patience_with("ours").limit_of_sleep(BEYOND_A_SHORT_WAIT) is Limit.PROGRAM
    assert others.limit_of_sleep(BEYOND_A_SHORT_WAIT) is None


def test_a_slower_machine_gives_more_cpu_time() -> None:
    """On a machine that takes three times as long for everything, a program may compute three times as long."""
    ours = Grading(LIMITS, "kernel", pace=3.0).patience_with("tcp_v3/server.py")
    assert not ours.spins(2.9 * LIMITS.spin_seconds, RUNNING)
    assert ours.spins(3.1 * LIMITS.spin_seconds, RUNNING)


@pytest.mark.parametrize(("seconds", "expected"), [(0.0, 1.0), (0.003, 1.0), (0.006, 2.0), (0.027, 9.0), (3.0, 10.0)])
def test_the_pace_of_a_machine_is_bounded(monkeypatch: pytest.MonkeyPatch, seconds: float, expected: float) -> None:
    """It is how many times the CPU time of a known machine it takes for the same work: from 1 to 10."""
    times = iter((1.0, 1.0 + seconds))
    monkeypatch.setattr("grader.engine.pace.time", SimpleNamespace(process_time=lambda: next(times)))
    assert pace() == pytest.approx(expected)


def test_on_a_slower_machine_all_budgets_of_cpu_time_are_larger() -> None:
    """Those of a program and of a grading too, and the short waits that come after them."""
    for used, shortest in ((LIMITS.program_spin_seconds, 0.15), (LIMITS.grading_spin_seconds, 0.1)):
        ours = Grading(LIMITS, "kernel", pace=3.0).patience_with("tcp_v3/server.py")
        ours.spend(0.0, 2.9 * used)
        if used == LIMITS.program_spin_seconds:
            assert not ours.spins(2 * shortest, RUNNING)
        ours.spend(0.0, 0.2 * used)
        assert not ours.spins(2.9 * shortest, RUNNING)
        assert ours.spins(3.1 * shortest, RUNNING)
        assert not ours.spins(3.1 * shortest + 0.7, STARTING)
        assert ours.spins(3.1 * shortest + 0.8, STARTING)
    quick = Grading(LIMITS, "kernel", pace=3.0).patience_with("tcp_v3/server.py")
    quick.spend(0.0, LIMITS.grading_spin_seconds * 2)
    assert quick.spins(0.46, RUNNING)
    assert not quick.spins(0.44, RUNNING)


def test_a_failure_by_spinning_leaves_little_patience() -> None:
    """After one check that failed by spinning, less CPU time is given to this program; for its start there is more."""
    ours = patience()
    assert not ours.spins(0.9, RUNNING)
    ours.note_failure(Ending.SPINNING)
    assert ours.spins(0.3, RUNNING)
    assert not ours.spins(0.3, STARTING)
    assert ours.spins(0.9, STARTING)


def test_what_a_start_takes_is_given_once_in_a_run() -> None:
    """What a run has used before a wait is taken from what it may use to start."""
    ours = patience()
    ours.note_failure(Ending.SPINNING)
    assert not ours.spins(0.3, STARTING)
    assert ours.spins(0.3, STARTING + 0.2)


def test_a_program_that_never_rests_is_waited_for_less_and_less() -> None:
    """Once it has often not rested when it was to settle, a program is given less CPU time to do so."""
    ours = patience()
    at_first = ours.settling_seconds()
    for _ in range(TURNS):
        ours.note_no_rest(at_first)
    assert 0.0 < ours.settling_seconds() < at_first
    assert patience().settling_seconds() == at_first


def test_cpu_time_adds_up() -> None:
    """A program that computes in every wait, below the limit of each, uses its budget up; then waits are short."""
    ours = patience()
    ours.spend(0.0, LIMITS.program_spin_seconds + 0.1)
    assert ours.spins(0.3, RUNNING)


@pytest.mark.parametrize("other", ["udp/client.py", "tcp_v3/server.py"])
def test_a_grading_has_budgets(other: str) -> None:
    """All programs together have budgets of sleep and of CPU time; then waits are shortest, for all of them."""
    grading = Grading(LIMITS, "kernel", pace=1.0)
    spender = grading.patience_with("tcp_v3/server.py")
    spender.grant(1000)
    spender.spend(LIMITS.grading_asleep_seconds + 1, LIMITS.grading_spin_seconds + 1)
    assert grading.patience_with(other).limit_of_sleep(0.5) is Limit.GRADING
    assert grading.patience_with(other).limit_of_sleep(0.2) is None
    assert grading.patience_with(other).spins(0.2, RUNNING)
    assert not grading.patience_with(other).spins(0.05, RUNNING)


def test_by_the_clock_the_whole_has_no_budget_of_sleep() -> None:
    """By the clock every wait takes a while: right programs add up to more than a grading's budget."""
    ours = patience("clock")
    ours.grant(1000)
    ours.spend(LIMITS.grading_asleep_seconds + 1, 0.0)
    assert ours.limit_of_sleep(WITHIN_A_SHORT_WAIT) is None


def test_by_the_clock_waiting_for_the_keyboard_is_no_sleep() -> None:
    """By the clock a program has to rest for a while before it is taken to want a line; that is not held against it."""
    ours = patience("clock")
    ours.note_failure(Ending.SLEEPING)
    assert ours.limit_of_sleep(LIMITS.keyboard_seconds + WITHIN_A_SHORT_WAIT) is None
