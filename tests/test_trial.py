"""One check being carried out: its runs, the order in which things are taken in, and how a failure is told."""

import socket
from collections.abc import Callable, Iterator

import pytest

from grader.engine.trial import Trial
from grader.events import Act
from grader.failures import CheckFailed, Lack, Want
from grader.kit.connection import Connection
from grader.kit.program import Program
from tests.scripted import ASLEEP, FOR_EVER, Moment, Stage, as_read, told

BUSY = Moment(busy=1.0)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return where programs run by a script."""
    return Stage(monkeypatch)


def story(trial: Trial) -> list[str]:
    """Return what the transcript tells, a line for each event."""
    return [" ".join(filter(None, (one.who, one.what, one.data, one.to))) for one in as_read(trial.transcript)]


def test_a_trial_has_a_world_of_its_own_and_leaves_it(stage: Stage) -> None:
    """It is entered with the program's ports; it is left when every run has been ended and every end closed."""
    trial, scripted, sandbox = stage.trial([], [])
    for _ in range(2):
        trial.new_run().start()
    ends = [End() for _ in range(2)]
    trial.add(ends[0])
    trial.add_listener(ends[1])
    trial.connections.append((("here", 1), ("there", 2)))
    trial.close()
    ports = frozenset({4000})
    begins = ("start", trial.path.parent, "server.py", ports)
    assert sandbox.done == [("enter", ports, True), begins, begins, ("leave", trial.connections)]
    assert [script.done for script in scripted] == [["kill"], ["kill"]]
    assert [end.done for end in ends] == [["close"], ["close"]]


class End:
    """An end that notes what is done to it."""

    def __init__(self, note: Callable[[], object] = lambda: None) -> None:
        """Call ``note`` when it is pumped."""
        self.done: list[str] = []
        self._note = note

    def pump(self) -> None:
        """Note it."""
        self._note()

    def descriptor(self) -> None:
        """Have none."""

    def close(self) -> None:
        """Note it."""
        self.done.append("close")


def test_runs_that_are_there_at_once_are_numbered(stage: Stage) -> None:
    """One alone is called as its file, also after another one that has ended."""
    trial, _, _ = stage.trial([], [], [])
    first = trial.new_run()
    first.start()
    first.end()
    second = trial.new_run()
    second.start()
    third = trial.new_run()
    third.start()
    assert [run.name for run in (first, second, third)] == ["server.py", "server.py", "server.py (3)"]
    assert [(event.who, event.times) for event in trial.transcript.events()] == [("server.py", 2), ("server.py (3)", 1)]


def test_what_has_come_is_told_in_the_order_of_most_programs(stage: Stage) -> None:
    """First who has connected, then what was printed, then what was sent; every run and end has its turn."""
    trial, (script,), _ = stage.trial([])
    run = trial.new_run()
    run.start()
    script.terminal.arrived = b"hello\n"
    trial.add(End(lambda: trial.transcript.note("server.py", Act.SENDS)))
    trial.add_listener(End(lambda: trial.transcript.note("server.py", Act.CONNECTS)))
    trial.pump()
    assert story(trial) == [
        "server.py starts",
        "server.py connects",
        "server.py prints 'hello' screen",
        "server.py sends",
    ]


@pytest.mark.parametrize(
    ("status", "ending"),
    [(0, "with exit status 0"), (3, "with exit status 3"), (137, "by signal 9"), (128, "with exit status 128")],
)
def test_a_failure_ends_with_how_the_program_ended_and_what_did_not_come(
    stage: Stage, status: int, ending: str
) -> None:
    """What stands in a line that was not ended is told before it."""
    trial, _, _ = stage.trial([Moment(status=status, prints=b"x" * 2000)])
    run = trial.new_run()
    run.start()
    lack = Lack(Want.ANSWER, "client 1")
    with pytest.raises(CheckFailed):
        run.wait_until(lambda: None, told, lack)
    trial.note_the_failure(lack)
    assert [line[:30] for line in story(trial)[1:2]] == [f"server.py prints '{'x' * 12}"]
    assert story(trial)[2:] == [f"server.py has ended {ending}", "server.py does not answer client 1"]
    assert trial.transcript.events()[-1].wrong


@pytest.mark.parametrize(
    ("lack", "last"),
    [
        (Lack(Want.ANSWER, "client 1", b"ABC", b"abc"), "sends this instead: b'abc' client 1"),
        (Lack(Want.MESSAGE, "client 1", b"ABC", b"abc"), "sends this instead: b'abc' client 1"),
        (Lack(Want.NOTHING, "the server", came=b"abc"), "sends something the server"),
        (Lack(Want.ANSWER, "client 1", b"ABC"), "does not answer client 1"),
        (Lack(Want.SCREEN, "screen", b"a b"), "does not print 'a b' screen"),
        (Lack(Want.LISTENING, wanted=b"127.0.0.1:4000"), "does not listen on 127.0.0.1:4000"),
    ],
)
def test_the_last_event_is_what_did_not_come(stage: Stage, lack: Lack, last: str) -> None:
    """With what came in its place, or what was wanted, where that is not told elsewhere."""
    trial, _, _ = stage.trial([Moment(ASLEEP)])
    trial.new_run().start()
    trial.note_the_failure(lack)
    assert story(trial) == ["server.py starts", f"server.py {last}"]


def test_a_failure_is_of_the_run_that_was_asked_last(stage: Stage) -> None:
    """Which of several that is, its name says; without a run it is the file's."""
    trial, _, _ = stage.trial([Moment(FOR_EVER)], [Moment(FOR_EVER)])
    assert trial.latest is None
    lack = Lack(Want.KEYBOARD)
    runs = []
    for _ in range(2):
        run = trial.new_run()
        run.start()
        runs.append(run)
    assert trial.latest is runs[1]
    runs[0].wait_if_ever(lambda: True)
    assert trial.latest is runs[0]
    trial.note_the_failure(lack)
    assert story(trial)[-1] == "server.py does not wait for the keyboard"
    other, _, _ = stage.trial()
    other.note_the_failure(lack)
    assert story(other) == ["server.py does not wait for the keyboard"]


def test_a_failure_by_sleeping_is_remembered_of_the_program(stage: Stage) -> None:
    """Its later checks have less patience with it; a failure that is no proof of sleep changes nothing."""
    for moment, is_short in ((Moment(ASLEEP), True), (Moment(FOR_EVER), False)):
        trial, _, _ = stage.trial([moment])
        run = trial.new_run()
        run.start()
        run.wait_if_ever(lambda: None)
        trial.note_the_failure(Lack(Want.ANSWER))
        trial.patience.begin()
        assert (trial.patience.limit_of_sleep(2.0) is not None) is is_short


def test_an_excuse_of_any_run_counts(stage: Stage) -> None:
    """Where the machine had no memory left for one of them, the check is no failure of the program's."""
    trial, scripted, _ = stage.trial([], [])
    assert trial.excuse() == ""
    for _ in range(2):
        trial.new_run().start()
    assert trial.excuse() == ""
    scripted[1].excused = "the machine had no memory left"
    assert trial.excuse() == "the machine had no memory left"


def test_every_terminal_is_read(stage: Stage) -> None:
    """What two runs print is told of each."""
    trial, scripted, _ = stage.trial([], [])
    runs = [trial.new_run() for _ in range(2)]
    for run, script in zip(runs, scripted, strict=True):
        run.start()
        script.terminal.arrived = b"mine"
    trial.pump()
    assert [run.screen.text() for run in runs] == ["mine", "mine"]


@pytest.fixture
def connect() -> Iterator[Callable[[], tuple[socket.socket, socket.socket]]]:
    """Return a function that gives both ends of a connection."""
    others = []

    def connected() -> tuple[socket.socket, socket.socket]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            ours = socket.create_connection(listener.getsockname())
            theirs, _ = listener.accept()
        others.append(theirs)
        return ours, theirs

    yield connected
    for end in others:
        end.close()


@pytest.mark.parametrize("departs", ["leaves", "resets", "is_killed", "shuts_down_sending"])
def test_the_next_client_speaks_once_the_program_has_settled_after_a_departure(
    stage: Stage, connect: Callable[[], tuple[socket.socket, socket.socket]], departs: str
) -> None:
    """What the program does about a client that is gone is waited for: what must not matter is who is faster."""
    trial, (script,), _ = stage.trial([Moment(ASLEEP)])
    run = trial.new_run()
    run.start()
    first, second = (Connection(run, f"client {number}", connect()[0]) for number in (1, 2))
    run.settle()
    getattr(first, departs)()
    script.goes_on_with(BUSY, BUSY, Moment(ASLEEP, prints=b"it has gone\n"))
    looks = script.looks
    second.says(b"hello")
    assert script.looks == looks + 3
    told_of = story(trial)[1:]
    assert [line.split()[0] for line in told_of] == ["client", "server.py", "client"]
    assert told_of[1:] == ["server.py prints 'it has gone' screen", "client 2 sends b'hello' server.py"]
    looks = script.looks
    second.shuts_down_sending()
    assert script.looks > looks  # something was said meanwhile
    trial.close()


@pytest.mark.parametrize(
    ("printed", "is_there"),
    [
        ("1234", True),
        ("('127.0.0.1', 1234)", True),
        ("x1234y", True),
        ("12345", False),
        ("91234", False),
        ("123", False),
    ],
)
def test_a_number_within_a_longer_one_is_another_number(stage: Stage, printed: str, *, is_there: bool) -> None:
    """A client's port is printed where its digits stand alone; letters beside them do not matter."""
    trial, _, _ = stage.trial([Moment(FOR_EVER, prints=f"{printed}\n".encode())])
    program = Program(trial)
    program.starts()
    if is_there:
        program.prints_number(1234, "the port of its client")
    else:
        with pytest.raises(CheckFailed, match=r"server\.py does not print the port of its client, 1234\."):
            program.prints_number(1234, "the port of its client")


def test_what_is_printed_is_counted_once_the_program_waits(stage: Stage) -> None:
    """Up to the limit, the byte at the limit included, it may print what it likes; what comes late counts, too."""
    for length, is_much in ((100, False), (101, True)):
        trial, _, _ = stage.trial([BUSY, Moment(ASLEEP, prints=b"x" * 60, late=b"x" * (length - 60))])
        program = Program(trial)
        program.starts()
        if is_much:
            with pytest.raises(CheckFailed, match="has printed 101 bytes, expected at most 100"):
                program.prints_at_most(100)
        else:
            program.prints_at_most(100)


def test_a_run_is_ended_before_the_next_one_starts(stage: Stage) -> None:
    """A program that is started again has one run at a time, and its screen is a new one."""
    trial, scripted, _ = stage.trial([Moment(ASLEEP, prints=b"first")], [Moment(ASLEEP, prints=b"second")])
    program = Program(trial)
    for _ in range(2):
        program.starts()
        program.goes_on()
    assert [script.done for script in scripted] == [["kill"], []]
    assert [run.screen.text() for run in trial.runs] == ["first", "second"]
