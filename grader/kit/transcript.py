"""What happened, in order: keys typed, lines on the screen, bytes on the wire, how it ended."""

import time
from collections import deque

import msgspec

from grader.model import Event
from grader.printable import printable

_LONGEST_DATA = 120  # characters of one event
_FIRST_EVENTS, _LAST_EVENTS = 20, 20


class Transcript:
    """The events of one check. What is long is cut in the middle: the beginning and the end tell the story."""

    def __init__(self) -> None:
        """Begin now."""
        self._began = time.monotonic()
        self._first: list[Event] = []
        self._last: deque[Event] = deque(maxlen=_LAST_EVENTS)
        self._left_out = 0

    @property
    def seconds(self) -> float:
        """The time since the beginning."""
        return round(time.monotonic() - self._began, 4)

    def note(self, who: str, what: str, data: str = "", *, to: str = "") -> None:
        """Note an event that happens now; one that only repeats the event before it is counted there."""
        self._append(Event(at=self.seconds, who=who, what=what, data=in_short(data), to=to))

    def note_wrong(self, who: str, what: str, data: str, *, to: str) -> None:
        """Note, as the last event, what the check found wrong."""
        self._append(Event(at=self.seconds, who=who, what=what, data=in_short(data), to=to, wrong=True))

    def _append(self, event: Event) -> None:
        events = self._last or self._first
        if events and _says_the_same(events[-1], event):
            events[-1] = msgspec.structs.replace(events[-1], times=events[-1].times + 1)
        elif len(self._first) < _FIRST_EVENTS:
            self._first.append(event)
        else:
            self._left_out += self._last[0].times if len(self._last) == _LAST_EVENTS else 0
            self._last.append(event)

    def events(self) -> tuple[Event, ...]:
        """Return the events so far."""
        if not self._left_out:
            return (*self._first, *self._last)
        gap = Event(at=self._first[-1].at, who="", what=f"… {self._left_out} more events …")
        return (*self._first, gap, *self._last)


def _says_the_same(one: Event, other: Event) -> bool:
    return msgspec.structs.replace(other, at=one.at, times=one.times) == one


def in_short(text: str) -> str:
    """Cut a long text in the middle, and make it printable."""
    if len(text) > _LONGEST_DATA:
        half = _LONGEST_DATA // 2
        text = f"{text[:half]} … {text[-half:]}"
    return printable(text)


def sentence(text: str) -> str:
    """Begin with a capital letter, unless the first word is no word of ours: a file's name, bytes, a key."""
    first = text.partition(" ")[0].rstrip(",:;")
    return text[:1].upper() + text[1:] if first.isalpha() and first.isascii() and len(first) > 1 else text


def shown(data: bytes) -> str:
    """Show bytes as bytes; a text that is UTF-8 beyond ASCII is told beside them."""
    written = in_short(repr(data))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return written
    return written if text.isascii() else f"{written} ({in_short(text)!r} in UTF-8)"
