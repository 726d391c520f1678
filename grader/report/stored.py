"""A score that was written earlier: read back, whoever has had it meanwhile."""

import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import cast

import msgspec

from grader.events import Event
from grader.failures import BadCall
from grader.model import Score
from grader.printable import printable, printable_lines
from grader.report.score_json import KNOWN_SCHEMAS
from grader.strict_json import decode
from grader.text import Text

STANDARD_STREAM = Path("-")  # in the place of a file: the standard input or output
_LONGEST_SCHEMA = 200  # characters that are told
_LONGEST = 16_384  # characters of one string
_MOST_FOLDERS = 100  # of the submission's path, which is looked for in what the grader failed at
_MOST_EVENTS = 100  # of one transcript; a grading makes no more than some 40
_LONGEST_OF_EVENT = 2_500  # characters; a grading cuts what it tells of an event to 120, which escapes make longer
_LONGEST_NAME = 100  # characters of the name of a value
_DEEPEST = 40  # values within values; a grading's texts lie three deep in one another, and the score around them
_LARGEST = 8 * 1024 * 1024  # bytes of a score; one of 62 failed checks has less than one
Show = Callable[[str], str]


def read(file: Path) -> Score:
    """Return the score that a file holds, or the standard input for ``-``.

    Raises BadCall where it cannot be read, holds no score, one that not all readers understand alike, or one of a
    format that is not known.
    """
    name = "the standard input" if file == STANDARD_STREAM else file
    try:
        with sys.stdin.buffer if file == STANDARD_STREAM else file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        msg = f"{name}: {error.strerror}"
        raise BadCall(msg) from error
    if len(content) > _LARGEST:
        msg = f"{name}: no score: larger than {_LARGEST // 1024 // 1024} MiB"
        raise BadCall(msg)
    try:
        score = decode(content, Score)
    except ValueError as error:
        msg = f"{name}: no score: {error}"
        raise BadCall(msg) from error
    if score.schema not in KNOWN_SCHEMAS:
        schema = printable(score.schema[:_LONGEST_SCHEMA])
        msg = f"{name}: no score that this grader reads: it has the schema {schema}, not {' or '.join(KNOWN_SCHEMAS)}"
        raise BadCall(msg)
    return score


def harmless(score: Score) -> Score:
    """Return a score that anybody may have written so that reports can be made from it as from one of ours.

    Every string is printable and of a bounded length, whichever field it stands in, and so is every transcript. Raises
    BadCall where values lie deeper in one another than those of any grading.
    """
    return cast("Score", _harmless(score, _line, _DEEPEST))


def _harmless(value: object, show: Show, depth: int) -> object:
    """Make every string in a value printable with ``show``; the fields of a struct may have a ``show`` of their own."""
    if depth == 0:
        msg = "no score: it is nested more deeply than any that a grading writes"
        raise BadCall(msg)
    match value:
        case Enum():
            return value
        case str():
            return show(value)
        case tuple():
            most = _MOST_EVENTS if value and isinstance(value[0], Event) else len(value)
            return tuple(_harmless(item, show, depth - 1) for item in value[:most])
        case dict():
            return {_name(key): _harmless(item, show, depth - 1) for key, item in value.items()}
        case msgspec.Struct():
            own = {} if isinstance(value, Event | Text) else _SHOWN
            fields = {
                name: _harmless(getattr(value, name), own.get(name, show), depth - 1)
                for name in value.__struct_fields__
            }
            return msgspec.structs.replace(value, **fields)
    return value


def _line(text: str) -> str:
    return printable(text[:_LONGEST])


def _lines(text: str) -> str:
    return printable_lines(text[:_LONGEST])


def _of_event(text: str) -> str:
    return printable(text[:_LONGEST_OF_EVENT])


def _name(text: str) -> str:
    return printable(text[:_LONGEST_NAME])


def _path(text: str) -> str:
    return printable("/".join(text[:_LONGEST].split("/")[-_MOST_FOLDERS:]))


# What is shown in another way than in a line; a text and an event are shown as the field is in which they stand.
_SHOWN: dict[str, Show] = {
    "submission": _path,
    **dict.fromkeys(("message", "message_text", "diagnosis", "diagnosis_text", "hint", "hint_text"), _lines),
    "transcript": _of_event,
}
