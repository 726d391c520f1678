"""What happened, in order: keys typed, lines on the screen, bytes sent and received, how it ended."""

import time
from collections import deque

import msgspec

from grader.events import Act, Event
from grader.failures import Want
from grader.printable import in_short
from grader.text import Text, say

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

    @property
    def seconds(self) -> float:
        """The time since the beginning."""
        return round(time.monotonic() - self._began, 4)

    def note(self, who: str, kind: Act, data: str | Text = "", *, to: str = "") -> None:
        """Note an event that happens now; one that only repeats the event before it is counted there."""
        self._append(self._event(who, kind, data, to))

    def note_wrong(self, who: str, kind: Act | Want, data: str | Text, *, to: str) -> None:
        """Note, as the last event, what the check found wrong."""
        self._append(msgspec.structs.replace(self._event(who, kind, data, to), wrong=True))

    def _event(self, who: str, kind: Act | Want, data: str | Text, to: str) -> Event:
        if isinstance(data, Text):
            return Event(at=self.seconds, who=who, kind=kind, data_text=data, to=to)
        return Event(at=self.seconds, who=who, kind=kind, data=in_short(data), to=to)

    def _append(self, event: Event) -> None:
        events = self._last or self._first
        if events and _says_the_same(events[-1], event):
            events[-1] = msgspec.structs.replace(events[-1], times=events[-1].times + 1)
            return
        self._alike = self._alike + 1 if events and _is_alike(events[-1], event) else 0
        if self._alike > _MOST_ALIKE:
            more = self._alike - _MOST_ALIKE + 1
            events[-1] = msgspec.structs.replace(event, more=more)
        elif len(self._first) < _FIRST_EVENTS:
            self._first.append(event)
        else:
            self._left_out += self._last[0].times if len(self._last) == _LAST_EVENTS else 0
            self._last.append(event)

    def events(self) -> tuple[Event, ...]:
        """Return the events so far."""
        if not self._left_out:
            return (*self._first, *self._last)
        gap = Event(at=self._first[-1].at, who="", kind=Act.LEFT_OUT, more=self._left_out)
        return (*self._first, gap, *self._last)


def _is_alike(one: Event, other: Event) -> bool:
    """Tell whether they differ by their data alone."""
    has_data = bool(other.data) or isinstance(other.data_text, Text)
    return has_data and (one.who, one.to, one.kind, one.wrong) == (other.who, other.to, other.kind, other.wrong)


def _says_the_same(one: Event, other: Event) -> bool:
    return msgspec.structs.replace(other, at=one.at, times=one.times) == one


def shown(data: bytes) -> str | Text:
    """Show bytes as bytes; a text that is UTF-8 beyond ASCII is told beside them."""
    written = in_short(repr(data))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return written
    if text.isascii():
        return written
    return say("{bytes} ({text} in UTF-8)", bytes=written, text=repr(in_short(text)))
