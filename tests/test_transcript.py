"""What a student reads of a run: events in order, short, and no more of them than can be read."""

from types import SimpleNamespace

import pytest

from grader.engine.screen import Screen
from grader.engine.transcript import Transcript, shown
from grader.events import Act
from grader.failures import Want
from grader.printable import in_short
from grader.report import wording
from tests.scripted import as_read

MOST = 40  # events that are shown at all
LONGEST = 120  # characters of the data of one


def lines(transcript: Transcript) -> list[str]:
    """Return the events as lines, with how often each happened."""
    return [
        " ".join(filter(None, (event.who, event.what, event.data, event.to))) + f" x{event.times}"
        for event in as_read(transcript)
    ]


def test_an_event_that_only_repeats_the_one_before_is_counted_there() -> None:
    """Whoever differs, whatever differs: it is another event."""
    transcript = Transcript()
    for who, what, data, to in (
        *[("client 1", Act.SENDS, "b'x'", "server.py")] * 3,
        ("client 2", Act.SENDS, "b'x'", "server.py"),
        ("client 2", Act.SENDS, "b'x'", "screen"),
        ("client 2", Act.SHOWS, "b'x'", "screen"),
        ("client 2", Act.SHOWS, "b'y'", "screen"),
        ("client 2", Act.SHOWS, "b'x'", "screen"),
    ):
        transcript.note(who, what, data, to=to)
    assert lines(transcript) == [
        "client 1 sends b'x' server.py x3",
        "client 2 sends b'x' server.py x1",
        "client 2 sends b'x' screen x1",
        "client 2 prints b'x' screen x1",
        "client 2 prints b'y' screen x1",
        "client 2 prints b'x' screen x1",
    ]


def test_of_events_that_differ_by_their_data_alone_the_first_and_the_last_are_told() -> None:
    """Five are told, then how many more there were; an event of another kind begins anew."""
    transcript = Transcript()
    for number in range(12):
        transcript.note("server.py", Act.SHOWS, str(number), to="screen")
        if number == 5:
            assert lines(transcript)[-1] == "server.py prints 5 screen x1"
    assert lines(transcript) == [f"server.py prints {number} screen x1" for number in range(5)] + [
        "server.py prints 7 more, the last one 11 screen x1"
    ]
    transcript.note("client 1", Act.SENDS, "a", to="server.py")
    transcript.note("server.py", Act.SHOWS, "12", to="screen")
    assert lines(transcript)[-2:] == ["client 1 sends a server.py x1", "server.py prints 12 screen x1"]


def test_events_without_data_are_never_run_together() -> None:
    """Twenty clients that come and go are twenty that came and twenty that went."""
    transcript = Transcript()
    for number in range(10):
        transcript.note(f"client {number}", Act.CONNECTS, to="server.py")
    transcript.note("server.py", Act.STARTS)
    assert len(lines(transcript)) == 11


@pytest.mark.parametrize("number", [MOST - 1, MOST, MOST + 1, MOST + 2, 3 * MOST])
def test_a_long_story_is_cut_in_the_middle(number: int) -> None:
    """The beginning and the end are told, and how many events lie between them, each as often as it happened."""
    transcript = Transcript()
    for at in range(number):
        for _ in range(2):
            transcript.note(f"client {at}", Act.CONNECTS)
    found = lines(transcript)
    gone = max(number - MOST, 0)
    assert len(found) == (MOST + 1 if gone else number)
    assert found[:20] == [f"client {at} connects x2" for at in range(20)]
    assert found[-19:] == [f"client {at} connects x2" for at in range(number - 19, number)]
    if gone:
        gap = as_read(transcript)[20]
        assert (gap.who, gap.what, gap.at) == ("", f"… {2 * gone} more events …", transcript.events()[19].at)


def test_what_is_wrong_is_the_last_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is marked, and never counted as a repetition; every event has the time at which it happened."""
    now = SimpleNamespace(seconds=5.0)
    monkeypatch.setattr("grader.engine.transcript.time", SimpleNamespace(monotonic=lambda: now.seconds))
    transcript = Transcript()
    transcript.note("server.py", Act.LEAVES, to="client 1")
    now.seconds = 6.23456
    transcript.note_wrong("server.py", Want.ANSWER, "", to="client 1")
    assert [(event.at, event.wrong) for event in transcript.events()] == [(0.0, False), (1.2346, True)]
    assert transcript.seconds == 1.2346


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 10_000])
def test_what_is_long_is_cut_in_the_middle(length: int) -> None:
    """What is no longer than 120 characters is whole; of what is, both ends stand."""
    text = ("begin" + "-" * length)[: length - 3] + "end"
    short = in_short(text)
    assert (short == text) is (length == LONGEST)
    assert short.startswith("begin")
    assert short.endswith("end")
    if length > LONGEST:
        assert " … " in short
        assert len(short) == LONGEST + 3
    assert "\x1b" not in in_short("a\x1b[31m")


def test_bytes_are_shown_as_bytes() -> None:
    """Text beyond ASCII is told beside them, what is no text is not."""
    assert str(shown(b"abc\n")) == r"b'abc\n'"
    assert str(shown("你".encode())) == r"b'\xe4\xbd\xa0' ('你' in UTF-8)"
    assert str(shown(b"\xff\xfe")) == r"b'\xff\xfe'"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it waits.", "It waits."),
        ("server.py waits.", "server.py waits."),
        ("client, it waits.", "Client, it waits."),
        ("b'x' came.", "b'x' came."),
        ("q was typed.", "q was typed."),
        ("élan", "élan"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_letter(text: str, told: str) -> None:
    """Unless its first word is a file's name, bytes or a key."""
    assert wording._sentence(text) == told  # noqa: SLF001 - what it is made for is the beginning of a longer text


def screen(most: int = 10_000) -> tuple[Screen, Transcript]:
    """Return an empty one."""
    transcript = Transcript()
    return Screen(transcript, "server.py", most), transcript


def test_lines_are_told_as_they_are_printed() -> None:
    """Each is an event, quoted; a line that is not ended is told with what stands in it, unless much came at once."""
    shows, transcript = screen()
    shows.take(b"one\r\ntwo\r\nthr")
    shows.take(b"ee\n")
    assert lines(transcript) == [f"server.py prints '{line}' screen x1" for line in ("one", "two", "thr", "ee")]
    assert shows.text() == "one\ntwo\nthree\n"
    shows, transcript = screen()
    shows.take(b"x" * 1021 + b"\nabc")
    assert lines(transcript)[1:] == []
    shows.take(b"def\n")
    assert lines(transcript)[1:] == ["server.py prints 'abcdef' screen x1"]
    shows.take(b"y" * 2000)
    assert len(lines(transcript)) == 2
    shows.tell_the_rest()
    shows.tell_the_rest()
    assert len(lines(transcript)) == 3


def test_what_is_printed_is_kept_up_to_a_limit() -> None:
    """Up to it all is kept and told, beyond it nothing; counted is all of it."""
    shows, transcript = screen(most=10)
    shows.take(b"")
    shows.take(b"123456789")
    assert not shows.is_full
    shows.take(b"0abc")
    assert shows.is_full
    shows.take(b"def")
    assert (shows.text(), shows.printed) == ("1234567890", 16)
    assert [event.data for event in transcript.events()] == ["'123456789'", "'0'"]


def test_what_is_thrown_away_ends_no_line() -> None:
    """A line that was cut by the limit is told at the end, once."""
    shows, transcript = screen(most=2000)
    shows.take(b"x" * 2000)
    shows.take(b"y")
    assert lines(transcript) == []
    shows.tell_the_rest()
    assert len(lines(transcript)) == 1


def test_a_letter_whose_bytes_come_one_by_one_is_a_letter() -> None:
    """And what is no text is shown as bytes, without an end of the story."""
    shows, transcript = screen()
    letter = "你".encode()
    shows.take(b"<" + letter[:1])
    shows.take(letter[1:] + b">\n\xff\n")
    assert [event.data for event in transcript.events()] == ["'<'", "'你>'", r"'\\xff'"]
    assert shows.text() == "<你>\n\ufffd\n"


TRACEBACK = b"""before
Traceback (most recent call last):
  File "server.py", line 3, in <module>
    raise SystemError
SystemError: no

after
"""


def test_a_traceback_is_one_event() -> None:
    """It is told by its last line, wherever it is cut; what stands before and after it is told as ever."""
    expected = [
        "server.py prints 'before' screen x1",
        "server.py prints a traceback: SystemError: no screen x1",
        "server.py prints '' screen x1",
        "server.py prints 'after' screen x1",
    ]
    shows, transcript = screen()
    shows.take(TRACEBACK)
    assert lines(transcript) == expected
    shows, transcript = screen()
    for line in TRACEBACK.splitlines(keepends=True):
        shows.take(line)
    assert lines(transcript) == expected


def test_a_traceback_of_a_group_is_told_by_its_own_last_line() -> None:
    """The rules that Python draws between the exceptions of a group are no lines of the program's."""
    shows, transcript = screen()
    shows.take(
        b'  + Exception Group Traceback (most recent call last):\n  |   File "s.py", line 1\n  | ExceptionGroup: two\n'
        b"  +-+---------------- 1 ----------------\n    | ValueError: one\n    +------------------------------------\n"
    )
    assert lines(transcript)[0] == "server.py prints a traceback: ExceptionGroup: two screen x1"
    assert not any("----" in line for line in lines(transcript))


def test_the_screen_of_the_next_run_is_empty() -> None:
    """Nothing of the run before stands there: no text, no half line, no half letter, no open traceback."""
    shows, transcript = screen(most=60)
    shows.take(b"x" * 20 + b"\nTraceback (most recent call last):\n" + b"\xe4")
    shows.begin()
    assert (shows.text(), shows.printed, shows.is_full) == ("", 0, False)
    shows.take(b"fresh\n")
    assert transcript.events()[-1].data == "'fresh'"
    assert shows.text() == "fresh\n"
