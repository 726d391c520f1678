"""What happened, in order: keys typed, lines on the screen, bytes sent and received, how it ended."""

import time
from collections import deque

import msgspec

from grader.events import Event
from grader.printable import printable

_LONGEST_DATA = 120  # characters of one event
_MOST_ALIKE = 5  # events in a row that differ by their data alone; more of them are counted
_FIRST_EVENTS, _LAST_EVENTS = 20, 20


class Transcript:
    """The events of one check. What is long is cut in the middle: the beginning and the end tell the story."""

    def __init__(self) -> None:
        """Begin now."""
        self._began = time.monotonic()
        self._first: list[Event] = []
        self._last: deque[Event] = deque(maxlen=_LAST_EVENTS)
        self._left_out = 0
        self._alike = 0  # how many events before the latest one differ from it by their data alone
        self._kind = ""  # what the latest one says

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
            return
        self._alike = self._alike + 1 if events and _is_alike(events[-1], event, self._kind) else 0
        self._kind = event.what
        if self._alike > _MOST_ALIKE:
            more = self._alike - _MOST_ALIKE + 1
            events[-1] = msgspec.structs.replace(event, what=f"{event.what} {more} more, the last one")
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


def _is_alike(one: Event, other: Event, kind: str) -> bool:
    """Tell whether they differ by their data alone; ``kind`` is what the one before says it is about."""
    return (one.who, one.to, kind, one.wrong) == (other.who, other.to, other.what, other.wrong) and bool(other.data)


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
