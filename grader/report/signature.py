"""A signature of a ``Score``: HMAC-SHA256 (RFC 2104) over its canonical form, with a key that only instructors have.

The canonical form is the score without its signature as JSON in UTF-8, without blanks, keys sorted. The standard
library's ``hmac`` does all that is needed, so there is no other dependency to trust.
"""

import hashlib
import hmac
from collections.abc import MutableMapping
from enum import StrEnum
from pathlib import Path

import msgspec

from grader.failures import BadCall
from grader.model import Score
from grader.printable import printable
from grader.report.stored import read

KEY_VARIABLE = "GRADER_SIGNING_KEY"
_SHORTEST_KEY = 32  # characters; random ones, this is more than anybody can try
_SCHEME = "hmac-sha256:"


class Verdict(StrEnum):
    """What a signature says."""

    VALID = "valid"
    ALTERED = "altered"
    UNSIGNED = "unsigned"


def take_key(environment: MutableMapping[str, str]) -> bytes:
    """Take the key out of the environment, so that no process started from here inherits it; empty where there is none.

    It is not where the kernel shows with what environment this process began, either: see ``start.py``. Raises BadCall
    where it is too short to be one.
    """
    key = environment.pop(KEY_VARIABLE, "")
    if key and len(key) < _SHORTEST_KEY:
        msg = f"{KEY_VARIABLE} must have at least {_SHORTEST_KEY} characters, best random ones"
        raise BadCall(msg)
    return key.encode(errors="surrogateescape")


def signed(score: Score, key: bytes) -> Score:
    """Return the score with its signature."""
    return msgspec.structs.replace(score, signature=_signature(score, key))


def verify(file: Path, key: bytes) -> tuple[Verdict, Score]:
    """Tell whether a file holds a score as it was signed, and which; how it is indented does not matter.

    Raises BadCall where it cannot be read, holds no score, or one that not all readers understand alike.
    """
    score = read(file)
    if not score.signature:
        return Verdict.UNSIGNED, score
    try:
        is_right = hmac.compare_digest(score.signature.encode(), _signature(score, key).encode())
    except ValueError as error:  # a lone surrogate, which is no text that can be signed
        msg = f"{file}: no score: {error}"
        raise BadCall(msg) from error
    return Verdict.VALID if is_right else Verdict.ALTERED, score


def vouched_for(score: Score) -> tuple[str, ...]:
    """Tell whose score it is and when it was made, a line each: what a valid signature vouches for."""
    said = {
        "student": score.student or "not told",
        "commit": score.commit or "not told",
        "attempt": str(score.attempt or "not told"),
        "submission": f"{score.submission} {score.submission_hash}",
        "graded at": score.graded_at,
        "course": score.course_version,
        "grader": score.grader_hash,
        "isolation": score.isolation,
        "score": f"{score.score}/{score.max_score}{'' if score.complete else ', not complete: no mark'}",
        "programs": ", ".join(f"{each.name}/{program.file}" for each in score.exercises for program in each.programs),
    }
    return tuple(f"{name}: {printable(value)}" for name, value in said.items())


def _signature(score: Score, key: bytes) -> str:
    canonical = msgspec.json.encode(msgspec.structs.replace(score, signature=""), order="sorted")
    return _SCHEME + hmac.new(key, canonical, hashlib.sha256).hexdigest()
