"""What Python says of an exception is read by its shape, whatever the class and whatever the program prints."""

import pytest

from grader.engine.complaint import Complaint, complaint
from grader.engine.screen import Screen
from grader.engine.transcript import Transcript
from grader.events import Act

_FRAME = '  File "/home/student/tcp_v1/server.py", line {line}, in <module>\n    call()\n'
_HEADING = "Traceback (most recent call last):\n"
_GROUP = """  + Exception Group Traceback (most recent call last):
  |   File "/home/student/tcp_v1/server.py", line 9, in <module>
  |     asyncio.run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/home/student/tcp_v1/server.py", line 5, in f
    |     raise Refused("go away")
    | Refused: go away
    +------------------------------------
"""


def told(screen: str) -> list[tuple[str, str, int]]:
    """Return what a transcript tells of a screen: the kind of each event, its data, and how many more it stands for."""
    transcript = Transcript()
    Screen(transcript, "server.py", 1 << 20).take(screen.encode())
    return [(event.kind, event.data, event.more) for event in transcript.events()]


@pytest.mark.parametrize(
    ("screen", "exception", "line"),
    [
        (_HEADING + _FRAME.format(line=3) + "StopIteration\n", "StopIteration", 3),
        (_HEADING + _FRAME.format(line=3) + "NotReady: later\n", "NotReady: later", 3),
        (_HEADING + _FRAME.format(line=3) + "games.errors.Lost: all\n", "games.errors.Lost: all", 3),
        (_HEADING + _FRAME.format(line=3) + "没准备好: 以后\n", "没准备好: 以后", 3),
        (_GROUP, "Refused: go away", 5),
        (
            "SyntaxError: Non-UTF-8 code starting with '\\xc4' in file /x/server.py on line 8, but …\n",
            "SyntaxError: Non-UTF-8 code starting with '\\xc4' in file /x/server.py on line 8, but …",
            8,
        ),
        ("SyntaxError: encoding problem: gbkk\n", "SyntaxError: encoding problem: gbkk", None),
        ('  File "/x/server.py", line 4\n    (\n    ^\nSyntaxError: never closed\n', "SyntaxError: never closed", 4),
        ("all is well: I print\n", "", None),
        ("SyntaxError: I print this\nand go on\n", "", None),
    ],
)
def test_an_exception_is_read_by_its_shape(screen: str, exception: str, line: int | None) -> None:
    """An exception has any name: Python's, the student's own, one of a group, or none but a line about the file."""
    found = complaint(screen, "server.py")
    assert (found.exception, found.line) == (exception, line)


def test_many_headings_are_no_work() -> None:
    """A program that prints headings without end is looked through within bounds."""
    assert complaint(_HEADING * 50_000, "server.py") == Complaint()


@pytest.mark.parametrize(("later", "is_found"), [(0, True), (2, True), (3, False)])
def test_the_latest_headings_are_looked_through(later: int, *, is_found: bool) -> None:
    """Of headings that no traceback follows, the program may have printed two after the real one."""
    screen = f"{_HEADING}{_FRAME.format(line=3)}KeyError: 1\n" + f"{_HEADING}this is no exception\n" * later
    found = complaint(screen, "server.py")
    assert (found.exception, found.kind, found.lines) == (
        ("KeyError: 1", "KeyError", (3,)) if is_found else ("", "", ())
    )
    if not is_found:
        assert (found.text, found.line) == ("", None)


def test_a_complaint_has_the_text_that_follows_its_heading() -> None:
    """Lines of other files are not the student's; the last one of the student's own is the one that was reached."""
    frames = _FRAME.format(line=3) + _FRAME.format(line=7) + '  File "/usr/lib/socket.py", line 9, in f\n'
    found = complaint(f'before\n{_HEADING}{frames}OSError: no\nFile "/x/server.py", line 8\n', "server.py")
    assert found.text.strip("\n").startswith(frames)
    assert (found.lines, found.line) == ((3, 7), 7)


def test_what_python_says_of_a_file_that_it_cannot_compile_is_one_event() -> None:
    """It begins with the name of the file, without a heading."""
    screen = '  File "/x/server.py", line 4\n    (\n    ^\nSyntaxError: never closed\n'
    assert told(screen) == [("shows_a_traceback", "SyntaxError: never closed", 0)]


def test_a_traceback_is_one_event() -> None:
    """In the transcript a traceback is its last line; what is printed around it is quoted."""
    screen = f"hello\n{_HEADING}{_FRAME.format(line=3)}ValueError: no\nbye\n"
    assert told(screen) == [
        (Act.SHOWS, "'hello'", 0),
        (Act.SHOWS_A_TRACEBACK, "ValueError: no", 0),
        (Act.SHOWS, "'bye'", 0),
    ]


def test_many_lines_are_a_count() -> None:
    """Of a thousand different lines the first few are told, the last one, and how many there were."""
    events = told("".join(f"line {number}\n" for number in range(1000)))
    assert events[0] == (Act.SHOWS, "'line 0'", 0)
    assert len(events) < 10
    assert events[-1] == (Act.SHOWS, "'line 999'", 1000 - len(events) + 1)
