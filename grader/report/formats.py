"""The formats by name. Each is a room with a function ``render``; it is entered only when its format is wanted."""

import importlib
from pathlib import Path
from typing import Protocol, cast

import msgspec

from grader.failures import BadCall
from grader.model import Audience
from grader.report.marked import Marked

_ROOMS = {
    "json": "score_json",
    "markdown": "markdown",
    "html": "html",
    "junit": "junit",
    "gradescope": "gradescope",
    "classroom50": "classroom50",
    "exercism": "exercism",
    "prairielearn": "prairielearn",
    "github": "github",
}
FORMATS = tuple(_ROOMS)


class Order(msgspec.Struct, frozen=True):
    """A report that somebody wants: its format, the file for it, and for whom it is."""

    format: str
    file: Path
    audience: Audience


class _Room(Protocol):
    def render(self, marked: Marked) -> bytes: ...


def order(words: str, audience: Audience) -> Order:
    """Read ``FORMAT=FILE``, which is for ``audience``, or ``student:FORMAT=FILE``; enter the format's room.

    Raises BadCall where there is no such format or no file.
    """
    form, _, file = words.partition("=")
    name = form.removeprefix("student:")
    if name not in _ROOMS or not file:
        known = ", ".join(FORMATS)
        msg = f"{words!r} orders no report; write FORMAT=FILE or student:FORMAT=FILE, where FORMAT is one of {known}"
        raise BadCall(msg)
    _room(name)  # a package that it lacks is told of before anything is graded
    return Order(name, Path(file), audience if name == form else "student")


def render(name: str, marked: Marked) -> bytes:
    """Return the report in the format of this name.

    Raises BadCall where a platform's own words are wanted and the environment does not hold them.
    """
    return _room(name).render(marked)


def _room(name: str) -> _Room:
    return cast("_Room", importlib.import_module(f"grader.report.{_ROOMS[name]}"))
