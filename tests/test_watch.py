"""What a watch counts, from a script of what there is to see: no process, no waiting."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from grader.catalog import load_course
from grader.engine.endings import Ending
from grader.engine.patience import Grading
from grader.engine.watch import Watch
from grader.sandbox import AWAKE, Activity, Look, Running
from tests.paths import EXERCISES

LIMITS = load_course(EXERCISES).limits
STEP = 0.04  # seconds between two looks; shorter than the longest step that counts
ASLEEP, FOR_EVER = Look(asleep=True), Look(asleep=True, for_ever=True)


class Script:
    """A run that shows what it is told to, on a clock that goes on by a step for each look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin asleep, with nothing used."""
        self.seen, self.step = ASLEEP, STEP
        self.active = self.cpu = self.now = 0.0
        self.stalled = self.running = False
        self.ended = False
        self.on_its_way = False
        monkeypatch.setattr("grader.engine.watch.time.monotonic", lambda: self.now)
        self.run = cast(
            "Running",
            SimpleNamespace(
                watch_afresh=lambda: None,
                look=lambda: self.seen,
                has_ended=lambda: self.ended,
                something_is_on_its_way=lambda: self.on_its_way,
                activity=lambda: Activity(self.active, self.stalled, self.running),
                cpu_seconds=lambda: self.cpu,
                processes=lambda: 1,
                memory_mib=lambda: 0.0,
                reached_its_memory=lambda: False,
            ),
        )

    def watched(self, looks: int, between: Callable[[], None] = lambda: None) -> Watch:
        """Watch it for so many looks; ``between`` them something happens."""
        watch = Watch(Grading(LIMITS, "kernel", pace=1.0).patience_with("a program"))
        watch.begin(self.run)
        for _ in range(looks):
            watch.look(self.run)
            watch.count(self.run)
            between()
            self.now += self.step
        return watch


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Return a run by a script."""
    return Script(monkeypatch)


def test_sleep_counts_between_two_looks_that_saw_it(script: Script) -> None:
    """The time between two looks counts as sleep where both saw the program asleep."""
    assert script.watched(11).slept == pytest.approx(10 * STEP)


def test_what_passes_before_the_first_look_is_no_sleep(script: Script) -> None:
    """Nobody has seen what the program did then."""
    watch = Watch(Grading(LIMITS, "kernel", pace=1.0).patience_with("a program"))
    for _ in range(2):  # a wait, and the next one
        watch.begin(script.run)
        script.now += STEP
        watch.look(script.run)
        watch.count(script.run)
        assert watch.slept == 0.0
        script.now += STEP
        watch.look(script.run)
        watch.count(script.run)
        assert watch.slept == pytest.approx(STEP)


def test_only_who_has_used_its_turn_has_not_rested(script: Script) -> None:
    """A program that sleeps unseen, and uses next to nothing, is given as much time to settle as ever."""
    patience = Grading(LIMITS, "kernel", pace=1.0).patience_with("a program")
    before = patience.settling_seconds()
    script.seen = AWAKE
    for _ in range(100):
        watch = Watch(patience)
        watch.begin(script.run)
        for _ in range(2):
            watch.look(script.run)
            watch.count(script.run)
            script.cpu += before / 2
        watch.note_settling()
    assert patience.settling_seconds() == before


def test_a_grader_that_was_kept_from_looking_counts_a_step_only(script: Script) -> None:
    """Where the grader could not look for ten seconds, a twentieth of a second counts."""
    script.step = 10.0
    assert script.watched(2).slept == pytest.approx(0.05)


def test_a_sleep_that_no_look_sees_counts(script: Script) -> None:
    """A program that was never seen asleep, and neither ran nor waited for a processor, has slept."""
    script.seen = AWAKE
    assert script.watched(11).slept == pytest.approx(10 * STEP)


def test_who_waits_for_a_processor_does_not_sleep(script: Script) -> None:
    """Time in which a thread runs or waits for a processor is never sleep, however busy the machine is."""
    script.seen = AWAKE

    def wait_for_a_processor() -> None:
        script.active += STEP

    assert script.watched(11, wait_for_a_processor).slept == 0.0


def test_a_wait_for_a_processor_that_is_not_over_is_no_sleep(script: Script) -> None:
    """The kernel counts a wait for a processor once it is over; a program that still waits for one does not sleep."""
    script.seen, script.running = AWAKE, True
    assert script.watched(11).slept == 0.0


@pytest.mark.parametrize(("seen", "sleeps"), [(AWAKE, False), (ASLEEP, True)])
def test_who_waits_for_the_grader_to_read_does_not_sleep(script: Script, seen: Look, *, sleeps: bool) -> None:
    """A program that prints all the time and is never seen asleep waits for the grader, however slowly that reads."""
    script.seen = seen
    watch = script.watched(1)
    for _ in range(10):
        script.now += STEP
        watch.note_output()
        watch.look(script.run)
        watch.count(script.run)
    assert (watch.slept > 0.0) is sleeps


def test_a_slow_disk_counts_a_fifth(script: Script) -> None:
    """A second in which the machine may stall the program counts a fifth: a slow disk costs no marks at once."""
    script.seen, script.stalled = AWAKE, True
    assert script.watched(11).slept == pytest.approx(10 * STEP / 5)


def test_sleep_ends_a_wait(script: Script) -> None:
    """A program that sleeps for longer than the catalogue allows in one wait is given up, seen or unseen."""
    looks = int(LIMITS.asleep_seconds / STEP)
    for seen in (ASLEEP, AWAKE):
        script.seen = seen
        assert script.watched(looks - 2).proof(script.run) is None
        proof = script.watched(looks + 3).proof(script.run)
        assert proof is not None
        assert proof.ending is Ending.SLEEPING


def test_cpu_time_ends_a_wait(script: Script) -> None:
    """A program that computes for longer than the catalogue allows in one wait is given up; no count is lost."""
    script.seen = AWAKE

    def compute() -> None:
        script.cpu += STEP
        script.active += STEP

    assert script.watched(int(LIMITS.spin_seconds / STEP), compute).proof(script.run) is None
    watch = script.watched(int(LIMITS.spin_seconds / STEP) + 3, compute)
    script.cpu = 0.0  # a process that ended takes its account with it
    watch.count(script.run)
    proof = watch.proof(script.run)
    assert proof is not None
    assert proof.ending is Ending.SPINNING


def test_an_end_is_proof_once_nothing_is_on_its_way(script: Script) -> None:
    """A program that has ended proves that nothing more comes, and not before all that it sent has arrived."""
    script.ended, script.on_its_way = True, True
    assert script.watched(2).proof(script.run) is None
    script.on_its_way = False
    proof = script.watched(2).proof(script.run)
    assert proof is not None
    assert proof.ending is Ending.ENDED


def test_a_wait_for_ever_is_proof(script: Script) -> None:
    """A program in which everything waits for ever is stuck at the first look that sees it."""
    script.seen = FOR_EVER
    proof = script.watched(1).proof(script.run)
    assert proof is not None
    assert proof.ending is Ending.STUCK


def test_a_program_settles(script: Script) -> None:
    """It has settled once it is seen asleep, has computed for a while, or has slept unseen for a while."""
    assert script.watched(1).has_settled()
    script.seen = AWAKE
    assert not script.watched(2).has_settled()
    assert script.watched(10).has_settled()

    def compute() -> None:
        script.cpu += STEP
        script.active += STEP

    assert not script.watched(2, compute).has_settled()
    assert script.watched(5, compute).has_settled()


def test_naps_are_rest(script: Script) -> None:
    """A program that naps is at rest once it was watched for a while, unless it computes for a quarter of the time."""
    assert not script.watched(3).rests()
    assert script.watched(10).rests()

    def compute() -> None:
        script.cpu += STEP / 2

    assert not script.watched(10, compute).rests()
