"""A score that was written earlier: read back, whoever has had it meanwhile."""

import sys
from pathlib import Path

from grader.failures import BadCall
from grader.model import Score
from grader.printable import printable
from grader.report.score_json import KNOWN_SCHEMAS
from grader.strict_json import decode

STANDARD_STREAM = Path("-")  # in the place of a file: the standard input or output
_LONGEST_SCHEMA = 200  # characters that are told
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
