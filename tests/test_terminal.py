"""The terminal's report: what a program said is shown, and obeyed by nobody."""

import io
from typing import Any

import msgspec
import pytest
from rich.console import Console

from grader.model import Score
from grader.report.terminal import show
from tests.scores import SAMPLES, score


def shown(full: Score) -> str:
    """Return what stands on a wide terminal, without colours."""
    console = Console(file=io.StringIO(), width=1000)
    show(full, console, verbose=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("name", SAMPLES)
def test_no_control_character_reaches_the_terminal(name: str) -> None:
    """Neither in a transcript nor in a message, a diagnosis or the last line's advice."""
    page = shown(SAMPLES[name]).replace("\N{WORD JOINER}", "")  # the page's own, which keeps runners from obeying it
    assert not [letter for letter in page if not letter.isprintable() and letter != "\n"]


def test_what_looks_like_markup_is_text() -> None:
    """Square brackets, which colour text for this terminal's library, are shown as they are."""
    words = "[bold]loud[/bold] [link=https://evil.example]here[/link] :tada: [/]"
    page = shown(score("ffffffnnn", message=words, diagnosis=words))
    assert f"What happened  {words}" in page
    assert f"Begin here: tcp_v1/server.py. {words}" in page


def test_what_is_not_handed_in_is_printable_too() -> None:
    """The one line for a whole program may hold the name of a file."""
    full = score("ppppppnnn")
    programs = full.exercises[1].programs[0]
    said = tuple(msgspec.structs.replace(check, message="\x1b[2Jgone\u202e") for check in programs.checks)
    exercise = msgspec.structs.replace(full.exercises[1], programs=(msgspec.structs.replace(programs, checks=said),))
    assert r"\x1b[2Jgone\u202e" in shown(msgspec.structs.replace(full, exercises=(exercise,)))


@pytest.mark.parametrize(
    ("diagnosis", "more", "advice"),
    [
        ("It waits at line 2: wait().", {"line": 2}, "It ends. It waits at line 2: wait()."),
        ("It has ended with exit status 0.", {}, "It ends. It has ended with exit status 0."),
        ("Begin with TODO 1.", {"not_started": True}, "Begin with TODO 1."),
    ],
)
def test_the_last_line_is_enough_to_begin(diagnosis: str, more: dict[str, Any], advice: str) -> None:
    """The last line says what went wrong and where the program is; of a stub, where to begin."""
    page = shown(score("fnnpppppp", message="It ends.", diagnosis=diagnosis, **{"line": None, **more}))
    assert page.endswith(f"Begin here: tcp_v1/server.py. {advice}\n")
