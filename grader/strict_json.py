"""JSON that all readers read alike: a document that two of them may understand differently is refused.

RFC 8259 leaves open what a name that is there twice means (section 4), and how exact numbers are (section 6).
"""

import json
import math
from typing import NoReturn, TypeVar

import msgspec

T = TypeVar("T")
_EXACT = 2**53  # up to here every reader has the same whole numbers


def decode(content: bytes, type_: type[T]) -> T:
    """Return the value that a document stands for.

    Raises ValueError where it is no UTF-8, no JSON or of another shape, where a name is there twice in one object,
    where a number is not written as ``json`` and ``msgspec`` write it, and where anything follows its end.
    """
    try:
        json.loads(
            content.decode(),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_constant,
        )
        return msgspec.json.decode(content, type=type_)
    except RecursionError as error:
        msg = "nested too deeply"
        raise ValueError(msg) from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = dict(pairs)
    if len(names) < len(pairs):
        twice = next(name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place]))
        msg = f"the name {twice!r} is there twice in one object"
        raise ValueError(msg)
    return names


def _whole(digits: str) -> int:
    if len(digits) > len(str(-_EXACT)) or str(int(digits)) != digits or abs(int(digits)) > _EXACT:
        _refuse(digits)
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number) or digits not in {repr(number), msgspec.json.encode(number).decode()}:
        _refuse(digits)
    return number


def _constant(name: str) -> NoReturn:
    _refuse(name)


def _refuse(number: str) -> NoReturn:
    msg = f"the number {number[:30]} is one that not all readers understand alike"
    raise ValueError(msg)
