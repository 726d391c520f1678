"""Which line is named for a program that never rests: of which thread, and of its loop."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.engine.stacks import Places, places
from grader.explain.loops import line_of_loop
from grader.observe.asking import catching, send_to_thread

NESTED = """\
import socket

def talk(connection):
    while True:  # for ever
        # a comment says nothing
        try:
            data = connection.recv(1024)

            if not data:
                continue
        except OSError:
            print("again")
    print("never")

while True:
    while (True):
        talk(socket.socket())
    print("done")
for number in range(3):
    print(number)
print("the end")
"""
IN_TALK, OUTSIDE, COUNTING = 7, 17, 19


@pytest.mark.parametrize(
    ("stack", "line"),
    [
        *(((number, 17), IN_TALK) for number in (4, 6, 7, 9, 10, 11, 12)),
        *(((number,), OUTSIDE) for number in (15, 16, 17, 18)),
        ((13, 17), OUTSIDE),  # the function is not in a loop, its caller is
        ((3, 17), OUTSIDE),
        ((20,), COUNTING),
        ((19,), COUNTING),
    ],
)
def test_a_line_of_the_loop_is_named_that_each_round_passes(stack: tuple[int, ...], line: int) -> None:
    """Wherever in its loop a program is found, the same line is named: the loop's test, or the first line inside."""
    assert line_of_loop(NESTED, stack) == line


@pytest.mark.parametrize("stack", [(), (1,), (21,), (0,), (99,), (13,)])
def test_no_loop_is_named_where_there_is_none(stack: tuple[int, ...]) -> None:
    """A stack without a loop, and a line that the file has not, name no line."""
    assert line_of_loop(NESTED, stack) is None


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("while True: pass", 1),
        ("while 1:\n\tx()\n", 2),
        ("while data := recv():\n    send(data)\n", 1),
        ("async def main():\n    async for line in lines:\n        pass\n", 2),
        ("while True:\n    while True:\n        pass\n", 3),
        ("while True:\n", 1),
        ("while" + " " * 100_000 + "True" + " " * 100_000 + "x:\n    pass\n", 1),
        ("while True:\n" + "    try:\n" * 10_000, 1),
    ],
)
def test_a_loop_may_be_written_in_any_way(source: str, line: int) -> None:
    """The line is found for every kind of loop, also where the file is strange."""
    assert line_of_loop(source, [len(source.splitlines())]) == line


MAIN = '  File "/x/threading.py", line 5 in start\n  File "/x/server.py", line 22 in <module>\n'
OTHER = '  File "/x/server.py", line 14 in talk\n  File "/x/threading.py", line 9 in _bootstrap\n'
NO_FRAME = "  <no Python frame>\n"
BEGINNING = "Fatal Python error: Aborted\n\n"
RECENT = "(most recent call first):"
WHOLE = f"{BEGINNING}Current thread 0x1 {RECENT}\n{OTHER}\nThread 0x2 {RECENT}\n{MAIN}"


@pytest.mark.parametrize("order", [(OTHER, MAIN), (NO_FRAME, OTHER, MAIN)])
@pytest.mark.parametrize("current", [0, 1])
def test_the_main_thread_is_known_by_being_the_oldest(order: tuple[str, ...], current: int) -> None:
    """Whichever thread got the signal, the last one is the main one: the latest thread is told first."""
    headings = ["Current thread" if number == current else "Thread" for number in range(len(order))]
    dump = "\n".join(
        f"{heading} 0x7f (most recent call first):\n{stack}" for heading, stack in zip(headings, order, strict=True)
    )
    dump = f"{BEGINNING}{dump}\nExtension modules: _x (total: 1)\n"
    asked = (22,) if order[current] == MAIN else (14,) if order[current] == OTHER else ()
    assert places(dump, "server.py") == Places((22,), (14,), asked)


def test_the_last_thread_is_the_main_one_where_none_shows_its_beginning() -> None:
    """A stack that is cut off does not show where it began."""
    cut = 'Thread 0x1 (most recent call first):\n  File "/x/server.py", line 3 in f\n  ...\n'
    other = f"Current thread 0x2 (most recent call first):\n{OTHER}"
    assert places(f"{BEGINNING}{other}\n{cut}", "server.py") == Places((3,), (14,), (14,))


@pytest.mark.parametrize("place", range(len(WHOLE)))
def test_no_line_is_named_where_something_else_was_printed_within_the_stacks(place: int) -> None:
    """Wherever a program's own words stand in what faulthandler prints, no thread is taken for another one."""
    found = places(f"{WHOLE[:place]}still talking\n{WHOLE[place:]}", "server.py")
    assert found in {Places(), places(WHOLE, "server.py")}


def test_the_process_that_printed_first_counts() -> None:
    """Of several processes the latest one is asked first; one that is not in the student's file is passed over."""
    idle = f"{BEGINNING}Current thread 0x1 (most recent call first):\n{NO_FRAME}\n"
    assert places(f"{idle}{WHOLE}", "server.py") == places(WHOLE, "server.py")
    child = f'{BEGINNING}Current thread 0x1 (most recent call first):\n  File "/x/server.py", line 5 in <module>\n'
    assert places(f"{child}{WHOLE}", "server.py") == Places((5,), (), (5,))


PRINTS = """\
import signal, threading
def talk():
    while True:
        print("still", "talking", flush=True)
threading.Thread(target=talk, daemon=True).start()
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, which shows and schedules single threads")
def test_what_a_thread_prints_does_not_stand_within_the_stacks(tmp_path: Path) -> None:
    """A program that prints on and on is asked where it is: both of its threads are found, every time."""
    (tmp_path / "server.py").write_text(PRINTS)
    for _ in range(10):
        words = [sys.executable, "-X", "faulthandler", "-u", str(tmp_path / "server.py")]
        with subprocess.Popen(words, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
            assert program.stdout is not None
            printed = 0
            while printed < 1 << 18:  # so that it has printed for longer than it took to start
                printed += len(program.stdout.read(1 << 12))
            os.kill(program.pid, signal.SIGSTOP)
            assert os.waitpid(program.pid, os.WUNTRACED) != (0, 0)
            os.set_blocking(program.stdout.fileno(), False)
            while program.stdout.read(1 << 16):  # so that there is room for the stacks, as the grader makes it
                pass
            os.set_blocking(program.stdout.fileno(), True)
            asked = catching([program.pid], signal.SIGABRT)
            assert list(asked) == [program.pid]
            send_to_thread(program.pid, asked[program.pid], signal.SIGABRT)
            os.kill(program.pid, signal.SIGCONT)
            said = program.stdout.read().decode()
        found = places(said[said.index("Fatal Python error") :], "server.py")
        assert found.main in {5, 6}
        assert found.other == 4
        assert found.stack_of_busiest == found.stack_of_other
