"""How a check waits, settles, rests and gives up, rule by rule, on programs that run by a script."""

import itertools
from collections.abc import Callable

import pytest

from grader.engine.endings import Ending, Limit
from grader.engine.run import Run
from grader.failures import CheckFailed, GraderBroken, Lack, Want
from grader.sandbox import AWAKE, Call, Look
from tests.scripted import ASLEEP, FOR_EVER, LIMITS, Clock, Moment, ScriptedRun, Stage, told

LACK = Lack(Want.MESSAGE, "client 1")
BUSY = Moment(busy=1.0)  # it waits for a processor: neither asleep nor using any
THREE_HUNDRED = 300.0


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return where programs run by a script."""
    return Stage(monkeypatch)


def given_up(run: Run) -> CheckFailed:
    """Wait for what never comes; return how that is told."""
    with pytest.raises(CheckFailed) as failure:
        run.wait_until(lambda: None, told, LACK)
    assert failure.value.lack is LACK
    return failure.value


def test_what_is_true_is_not_waited_for(stage: Stage) -> None:
    """What has arrived is taken in before anything else; where that is enough, nobody looks and no time passes."""
    run, script = stage.run(Moment())
    script.terminal.arrived = b"here\n"
    assert run.wait_until(run.screen.text, told, LACK) == "here\n"
    assert (script.looks, stage.clock.now) == (0, 0.0)


def test_a_goal_is_asked_for_after_every_look(stage: Stage) -> None:
    """It may come true at any look; the program is watched until then and no longer."""
    run, script = stage.run(*[BUSY] * 50)
    assert run.wait_until(lambda: script.looks == 7, told, LACK) is True
    assert script.looks == 7


def test_what_comes_between_taking_in_and_a_look_counts(stage: Stage) -> None:
    """A program that a look sees asleep may have done it meanwhile: the goal is asked again before it is given up."""
    run, script = stage.run(BUSY, Moment(FOR_EVER))
    assert run.wait_until(lambda: script.now.look.for_ever, told, LACK)
    assert len(stage.clock.pauses) == 1


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        (Moment(FOR_EVER), Ending.STUCK),
        (Moment(ASLEEP), Ending.SLEEPING),
        (Moment(), Ending.SLEEPING),  # awake for every look, and never busy: it sleeps unseen
        (Moment(busy=1.0, cpu=0.03), Ending.SPINNING),
        (Moment(status=0), Ending.ENDED),
        (Moment(ASLEEP, processes=LIMITS.processes + 1), Ending.CROWDING),
        (Moment(ASLEEP, memory_mib=LIMITS.memory_mib + 1.0), Ending.HOARDING),
    ],
)
def test_a_wait_in_vain_ends_with_its_proof(stage: Stage, last: Moment, ending: Ending) -> None:
    """What is told, and remembered, is why it will never come true."""
    run, _ = stage.run(BUSY, BUSY, last)
    if ending in {Ending.CROWDING, Ending.HOARDING}:
        with pytest.raises(CheckFailed, match=r"server\.py was stopped: "):
            run.wait_until(lambda: None, told, LACK)
    else:
        assert str(given_up(run)) == f"because it is {ending}"
    assert run.proof is not None
    assert run.proof.ending is ending
    assert (run.proof.limit is Limit.WAIT) is (ending is Ending.SLEEPING)


def test_a_limit_that_was_hit_is_told_whatever_was_waited_for(stage: Stage) -> None:
    """The story names the limit; the program is stopped before it is told, so that it starts no more."""
    for moment, figure, want in (
        (Moment(processes=LIMITS.processes + 1), f"more than {LIMITS.processes} processes", Want.BOUNDED_PROCESSES),
        (Moment(memory_mib=LIMITS.memory_mib + 1.0), f"more than {LIMITS.memory_mib} MiB", Want.BOUNDED_MEMORY),
    ):
        run, script = stage.run(moment)
        with pytest.raises(CheckFailed, match=figure) as failure:
            run.wait_until(lambda: None, told, LACK)
        assert failure.value.lack.want is want
        assert script.done == ["stop"]
    run, script = stage.run(Moment(FOR_EVER, processes=LIMITS.processes, memory_mib=LIMITS.memory_mib))
    given_up(run)
    assert script.done == []


def test_nothing_is_given_up_while_something_is_on_its_way(stage: Stage) -> None:
    """What a program sent before its end still arrives."""
    on_its_way = Moment(status=0, on_its_way=True)
    run, script = stage.run(*[on_its_way] * 5, Moment(status=0, prints=b"the last word\n"))
    assert run.wait_until(lambda: "the last word" in run.screen.text(), told, LACK)
    assert script.looks == 6


@pytest.mark.parametrize("last", [Moment(status=0, late=b"late\n"), Moment(FOR_EVER, late=b"late\n")])
def test_the_screen_is_read_to_its_end_before_the_end_is_judged(stage: Stage, last: Moment) -> None:
    """What is still within the terminal of a program that prints no more counts, and the wait was not in vain."""
    run, _ = stage.run(BUSY, last)
    assert run.wait_until(run.screen.text, told, LACK) == "late\n"
    assert run.proof is None


def test_a_program_that_prints_on_is_not_read_to_its_end(stage: Stage) -> None:
    """Of one that spins there is no end: what it has printed by then is enough."""
    run, script = stage.run(Moment(busy=1.0, cpu=LIMITS.spin_seconds, late=b"late\n"))
    given_up(run)
    assert script.terminal.late


def test_a_machine_that_lets_nothing_happen_is_to_blame(stage: Stage) -> None:
    """A program that was given no processor for five minutes loses no mark; up to then it is waited for."""
    run, _ = stage.run(BUSY)
    with pytest.raises(GraderBroken, match=r"server\.py was given no chance to run for 300 seconds"):
        run.wait_until(lambda: None, told, LACK)
    assert THREE_HUNDRED < stage.clock.now < THREE_HUNDRED + 1
    run, _ = stage.run(BUSY)
    began = stage.clock.now
    assert run.wait_until(lambda: stage.clock.now - began > THREE_HUNDRED - 1, told, LACK)


def pauses(clock: Clock, run: Run) -> list[float]:
    """Return the pauses of one wait for what comes true after a while."""
    clock.pauses.clear()
    end = clock.now + 1
    run.wait_until(lambda: clock.now > end, told, LACK)
    return clock.pauses


def test_looks_become_rarer_and_no_rarer_than_that(stage: Stage) -> None:
    """A wait begins with short pauses, which grow to a bound; after a start nobody looks for the first moment."""
    run, _ = stage.run(BUSY)
    first, second = pauses(stage.clock, run)[:], pauses(stage.clock, run)[:]
    assert first[0] == 6 * second[0]
    for found in (first, second):
        assert found == sorted(found)
        assert all(later <= 1.5 * earlier + 1e-9 for earlier, later in itertools.pairwise(found))
        assert found[-1] == found[-2] == 0.03
    assert second[:2] == [0.001, 0.0015]


def test_whether_something_ever_comes_can_be_asked(stage: Stage) -> None:
    """A wait in vain is no failure there; what it proves is remembered."""
    run, _ = stage.run(BUSY, Moment(FOR_EVER))
    run.wait_if_ever(lambda: None)
    assert run.proof is not None
    assert run.proof.ending is Ending.STUCK
    run.wait_if_ever(lambda: True)
    assert run.proof is None


def test_a_run_that_was_not_started_cannot_be_asked(stage: Stage) -> None:
    """That is an error of the grader's, and no verdict."""
    trial, _, _ = stage.trial([])
    run = trial.new_run()
    assert not run.has_started
    with pytest.raises(GraderBroken, match=r"server\.py has not been started"):
        run.wait_until(lambda: None, told, LACK)


def test_settling_lasts_until_the_program_has_said_what_it_has_to_say(stage: Stage) -> None:
    """It ends at the first look that sees it asleep; what it printed by then has been taken in."""
    run, script = stage.run(BUSY, BUSY, Moment(ASLEEP, prints=b"hello\n"), Moment(ASLEEP, prints=b"more\n"))
    run.settle()
    assert script.looks == 3
    assert run.screen.text() == "hello\n"


@pytest.mark.parametrize(
    ("script", "is_unrest"),
    [
        ([BUSY, BUSY, Moment(status=1)], False),
        ([Moment(busy=1.0, cpu=0.01)], True),
        ([Moment()], False),
    ],
)
def test_settling_has_an_end(stage: Stage, script: list[Moment], *, is_unrest: bool) -> None:
    """One that ends, uses its turn or sleeps unseen for a while has settled; only the second has not rested."""
    run, scripted = stage.run(*script)
    before = run.patience.settling_seconds()
    looks = []
    for _ in range(30):
        scripted.looks = 0
        run.settle()
        looks.append(scripted.looks)
    assert looks[0] < 60
    assert (run.patience.settling_seconds() < before) is is_unrest
    assert looks[1] > looks[-1] if is_unrest else looks[1] == looks[-1]


def test_settling_leaves_the_proof_of_the_wait_before(stage: Stage) -> None:
    """It belongs to that wait: a failure that is told after it is told with its proof."""
    run, script = stage.run(Moment(FOR_EVER))
    given_up(run)
    proof = run.proof
    assert proof is not None
    script.goes_on_with(Moment(ASLEEP))
    run.settle()
    assert run.proof is proof


def test_a_program_is_let_rest_once_for_each_thing_that_reaches_it(stage: Stage) -> None:
    """After a start, and after anything that may stir it, it is waited for; otherwise nobody looks."""
    run, script = stage.run(Moment(ASLEEP))
    for stirred in (True, False, True, True, False, False):
        if stirred and script.looks:
            run.stir()
        before = script.looks
        run.let_it_rest()
        assert (script.looks > before) is stirred


def test_rest_is_waiting_or_waking_up_now_and_then(stage: Stage) -> None:
    """Rest is proved at once where the program waits for ever, and after a while where it naps."""
    run, script = stage.run(BUSY, Moment(FOR_EVER))
    run.rest(told, LACK)
    assert script.looks == 2
    run, script = stage.run(Moment(ASLEEP, cpu=0.001))
    began = stage.clock.now
    run.rest(told, LACK)
    assert 0.3 < stage.clock.now - began < 0.4


@pytest.mark.parametrize("last", [Moment(status=0), Moment(busy=1.0, cpu=0.01), Moment(FOR_EVER, status=0)])
def test_a_program_that_ends_or_spins_does_not_rest(stage: Stage, last: Moment) -> None:
    """Neither is rest, whatever a look has seen of it."""
    run, _ = stage.run(BUSY, last)
    with pytest.raises(CheckFailed):
        run.rest(told, LACK)


def test_a_program_that_is_to_stop_is_waited_for(stage: Stage) -> None:
    """A signal takes effect only when the program is given a processor."""
    run, script = stage.run(BUSY, BUSY, Moment(ASLEEP))
    run.stop()
    assert script.done == ["stop"]
    assert script.looks == 3


def test_the_calls_of_a_loop_are_collected(stage: Stage) -> None:
    """The program is stopped and let go on sixty times; the calls of all of them count, and the proof stays."""
    run, script = stage.run(Moment(FOR_EVER))
    given_up(run)
    proof = run.proof
    script.calls = [(), (Call("recv"),), (), (Call("send"), Call("recv"))]
    assert run.calls_while_it_spins() == {Call("recv"), Call("send")}
    assert script.done == ["stop", "go on"] * 60
    assert run.proof is proof


def test_no_call_is_told_where_none_can_be_seen(stage: Stage) -> None:
    """Nor of a program that has ended meanwhile."""
    run, script = stage.run(Moment(FOR_EVER))
    script.calls = [(Call("recv"),)]
    script.shows_what_is_read = False
    assert run.calls_while_it_spins() == frozenset()
    script.shows_what_is_read = True
    script.now = Moment(status=0)
    assert run.calls_while_it_spins() == frozenset()
    assert script.done == []


def test_a_flood_is_thrown_away_and_counted(stage: Stage) -> None:
    """Beyond the limit nothing is kept; the time that it takes the grader to read it is the program's."""
    flood = b"x" * LIMITS.output_kib * 1024
    run, script = stage.run(Moment(prints=flood, busy=1.0), Moment(prints=flood, busy=1.0), Moment(FOR_EVER))
    stage.clock.reading = 0.25
    run.wait_until(lambda: script.looks == 3, told, LACK)
    run.take_output()
    assert run.screen.printed == len(flood)
    assert script.terminal.thrown_away == len(flood)
    before = run.watch.cpu_used
    run.watch.count(run.running)
    assert run.watch.cpu_used - before == pytest.approx(0.25 / 2)


def test_what_is_thrown_away_is_no_sleep(stage: Stage) -> None:
    """A program that prints on and on waits for the grader to read, which is not held against it."""
    chunk = Moment(prints=b"x" * 1024 * 64)
    run, script = stage.run(*[chunk] * 200)
    run.wait_until(lambda: script.looks == 200, told, LACK)
    assert run.watch.slept == 0.0


STACKS = b'Current thread 0x1 (most recent call first):\n  File "server.py", line 7 in <module>\n'


def test_a_program_tells_where_it_is(stage: Stage) -> None:
    """It is stopped, what it has printed is read, it is asked and dies of it: all that is no part of the story."""
    run, script = stage.run(Moment(FOR_EVER, late=b"before\n"))
    given_up(run)
    proof, events = run.proof, run.transcript.events()
    script.goes_on_with(Moment(ASLEEP), Moment(ASLEEP, prints=STACKS[:40]), Moment(status=134, late=STACKS[40:]))
    assert run.stacks(frozenset()) == STACKS.decode()
    assert script.done == ["stop", "ask"]
    assert (run.screen.text(), run.proof, run.transcript.events()) == ("before\n", proof, events)


def test_a_program_that_cannot_tell_where_it_is_says_nothing(stage: Stage) -> None:
    """Nor does one that does not die of the question."""
    run, script = stage.run(Moment(ASLEEP))
    script.can_tell = False
    assert run.stacks(frozenset()) == ""
    run, script = stage.run(Moment(ASLEEP, prints=b"I go on\n"))
    assert run.stacks(frozenset()) == ""
    assert script.done == ["stop", "ask"]


def test_a_run_tells_what_lies_unread(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one peer over TCP; over UDP, whether anybody's datagrams are taken and none is left."""
    run, script = stage.run(Moment(ASLEEP))
    peer = ("127.0.0.1", 5000)
    shown: dict[str, object] = {"listeners": ()}

    def show(name: str, answer: Callable[..., object]) -> None:
        monkeypatch.setattr(script, name, answer, raising=False)

    show("has_unread_from", lambda other, accepted: other == peer and accepted)
    show("listeners", lambda protocol: shown["listeners"] if protocol == "udp" else ())
    show("has_unread_datagrams", lambda: shown["unread"])
    assert run.unread_from(peer, accepted=True)
    assert not run.unread_from(peer, accepted=False)
    for listeners, unread, taken in (((peer,), False, True), ((peer,), True, False), ((), False, False)):
        shown |= {"listeners": listeners, "unread": unread}
        assert run.datagrams_are_taken() is taken


def two_runs(stage: Stage, *scripts: list[Moment]) -> tuple[list[Run], list[ScriptedRun]]:
    """Start two runs side by side."""
    trial, scripted, _ = stage.trial(*scripts)
    runs = []
    for _ in scripts:
        run = trial.new_run()
        run.start()
        runs.append(run)
    return runs, scripted


def test_a_run_that_waits_for_ever_may_wait_for_another(stage: Stage) -> None:
    """It is stuck only where all are, at one moment: a run beside it that goes on may still wake it up."""
    (run, _), (script, other) = two_runs(stage, [Moment(FOR_EVER)], [BUSY] * 5 + [Moment(FOR_EVER)])
    given_up(run)
    assert other.looks == 6
    assert script.looks == 12


def test_a_run_that_moved_while_the_others_were_looked_at_is_not_stuck(stage: Stage) -> None:
    """It is looked at once more after the others."""
    moved = Look(asleep=True, for_ever=True, threads=("moved",))  # type: ignore[arg-type]
    (run, _), (script, _) = two_runs(stage, [Moment(FOR_EVER), Moment(moved), Moment(moved)], [Moment(FOR_EVER)])
    given_up(run)
    assert script.looks == 4
    (run, _), (script, _) = two_runs(stage, [Moment(FOR_EVER), Moment(AWAKE), Moment(FOR_EVER)], [Moment(FOR_EVER)])
    given_up(run)
    assert script.looks == 4


@pytest.mark.parametrize("other", [Moment(status=0), Moment(status=0, on_its_way=True)])
def test_a_run_that_has_ended_wakes_nobody_up(stage: Stage, other: Moment) -> None:
    """Beside it, a run that waits for ever is stuck at the first look."""
    (run, _), (script, ended) = two_runs(stage, [Moment(FOR_EVER)], [other])
    ended.look()
    given_up(run)
    assert script.looks == 1


def test_a_run_that_the_grader_has_ended_is_asked_nothing(stage: Stage) -> None:
    """It is neither looked at nor read any more, and killed once."""
    (run, other), (_, script) = two_runs(stage, [Moment(FOR_EVER)], [BUSY])
    other.end()
    other.end()
    script.terminal.arrived = b"unread"
    given_up(run)
    assert script.done == ["kill"]
    assert (script.looks, script.terminal.arrived) == (0, b"unread")


def test_sleep_is_taken_from_what_the_check_has_left(stage: Stage) -> None:
    """What a program sleeps in one wait counts in the next one; a start gives it a second more."""
    run, _ = stage.run(Moment(ASLEEP))
    slept = []
    for _ in range(3):
        given_up(run)
        assert run.proof is not None
        slept.append(run.proof.slept)
        assert run.proof.limit in {Limit.WAIT, Limit.CHECK}
    allowed = LIMITS.check_asleep_seconds + 1.05
    assert sum(slept) == pytest.approx(max(allowed, slept[0]), abs=0.2)
    assert run.proof is not None
    assert run.proof.limit is Limit.CHECK
