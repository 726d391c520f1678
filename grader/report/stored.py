"""A score that was written earlier: read back, whoever has had it meanwhile."""

import sys
from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Score
from grader.printable import printable, printable_lines
from grader.report.score_json import KNOWN_SCHEMAS
from grader.strict_json import decode

STANDARD_STREAM = Path("-")  # in the place of a file: the standard input or output
_LONGEST_SCHEMA = 200  # characters that are told
_LONGEST = 16_384  # characters of one string
_MOST_FOLDERS = 100  # of the submission's path, which is looked for in what the grader failed at
_MOST_EVENTS = 100  # of one transcript; a grading makes no more than some 40
_OF_SEVERAL_LINES = frozenset({"message", "diagnosis", "hint", "template"})
_LARGEST = 64 * 1024 * 1024  # bytes of a score; they are read into memory


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

    Every string is printable and of a bounded length, and so is every transcript.
    """
    return msgspec.convert(_harmless(msgspec.to_builtins(score), ""), Score)


def _harmless(value: object, name: str) -> object:
    match value:
        case str() if name == "submission":
            return printable("/".join(value[:_LONGEST].split("/")[-_MOST_FOLDERS:]))
        case str():
            show = printable_lines if name in _OF_SEVERAL_LINES else printable
            return show(value[:_LONGEST])
        case dict():
            return {printable(str(key)): _harmless(item, str(key)) for key, item in value.items()}
        case list() | tuple():
            most = _MOST_EVENTS if name == "transcript" else len(value)
            return [_harmless(item, name) for item in value[:most]]
    return value
