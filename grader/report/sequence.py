"""The transcript of a check as a sequence diagram: who stands side by side, and which arrows go between them.

``mermaid`` writes it for Markdown. Grammar of Mermaid's sequence diagrams and its entity codes (``#59;``):
https://mermaid.js.org/syntax/sequenceDiagram.html
"""

import re
import textwrap
from collections.abc import Iterator

import msgspec

from grader.events import Event
from grader.printable import printable
from grader.report.stories import what

TERMINAL = "keyboard and screen"  # one participant: it is one person who types and reads
_AT_THE_TERMINAL = frozenset({"keyboard", "screen"})
_WIDTH = 46  # characters of a line of text beside an arrow


class Step(msgspec.Struct, frozen=True):
    """An arrow from one participant to another, or a note on one (``to`` is ``source``) or on all (both are None)."""

    source: int | None
    to: int | None
    text: str
    wrong: bool

    @property
    def is_note(self) -> bool:
        """Tell whether nothing goes from one to another."""
        return self.source == self.to


class Diagram(msgspec.Struct, frozen=True):
    """The participants from left to right, and what happens, from top to bottom."""

    participants: tuple[str, ...]
    steps: tuple[Step, ...]


def diagram(transcript: tuple[Event, ...]) -> Diagram:
    """Arrange a transcript: the terminal first, then the program, then its peers in the order of their appearance."""
    names = [_participant(name) for event in transcript for name in (event.who, event.to) if name]
    participants = tuple(dict.fromkeys(names)) or (TERMINAL,)  # notes stand over somebody
    if TERMINAL in participants:
        participants = (TERMINAL, *(name for name in participants if name != TERMINAL))
    places = {name: place for place, name in enumerate(participants)}
    return Diagram(tuple(map(printable, participants)), tuple(_step(event, places) for event in transcript))


def _step(event: Event, places: dict[str, int]) -> Step:
    source = places[_participant(event.who)] if event.who else None
    to = places[_participant(event.to)] if event.to else source
    return Step(source, to, what(event), event.wrong)


def _participant(name: str) -> str:
    return TERMINAL if name in _AT_THE_TERMINAL else name


def mermaid(transcript: tuple[Event, ...]) -> str:
    """Return the diagram in Mermaid's language, without the fence around it. What went wrong stands on red."""
    arranged = diagram(transcript)
    lines = ["sequenceDiagram"]
    lines += [f"    participant p{place} as {_text(name)}" for place, name in enumerate(arranged.participants)]
    for step in arranged.steps:
        lines += _lines(step, len(arranged.participants) - 1)
    return "\n".join(lines) + "\n"


def _lines(step: Step, last: int) -> Iterator[str]:
    text = "<br/>".join(map(_text, wrapped(step.text)))
    if step.source is None:
        place = "p0" if last == 0 else f"p0,p{last}"
        line = f"    note over {place}: {text}"
    elif step.is_note:
        line = f"    note over p{step.source}: {text}"
    else:
        arrow = "--x" if step.wrong else "->>"
        line = f"    p{step.source}{arrow}p{step.to}: {text}"
    yield from ("    rect rgba(255, 0, 0, 0.2)", f"    {line}", "    end") if step.wrong else (line,)


def wrapped(text: str) -> list[str]:
    """Break a text into lines that fit beside an arrow."""
    return textwrap.wrap(text, _WIDTH) or [""]


def _text(text: str) -> str:
    """Write as entity codes what may have a meaning: all but letters, digits and a few signs; and a keyword's begin.

    Of several blanks in a row the others become such as do not collapse (code 160). More codes than needed would draw
    the participants apart: Mermaid measures a text before it has read them.
    """
    safe = re.sub(r"[^\w .,'()!?=/…-]|(?<= ) ", lambda found: f"#{160 if found[0] == ' ' else ord(found[0])};", text)
    return re.sub(r"\bend\b", "#101;nd", safe, flags=re.IGNORECASE)
