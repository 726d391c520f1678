"""The one line of a student's file on which a call is made, or a sentence stands.

What is wrong is known from the program's behaviour; this finds the line to point at, where there is only one.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 1 << 20  # characters of a file that are looked through


def line_of_call(source: str, names: Iterable[str]) -> tuple[int, str] | None:
    """Return the only line on which one of these functions is called, and which; None where it is not alone."""
    pattern = re.compile(rf"(?<!\w)(?<!def )({'|'.join(map(re.escape, names))})\s*\(")
    calls = ((number, pattern.search(line.partition("#")[0])) for number, line in _lines(source))
    return _only((number, call[1]) for number, call in calls if call)


def line_with(source: str, words: str) -> int | None:
    """Return the number of the only line with these words; None where it is not alone."""
    return _only(number for number, line in _lines(source) if words in line)


def _lines(source: str) -> Iterable[tuple[int, str]]:
    return enumerate(source[:_LONGEST].splitlines(), 1)


def _only(found: Iterable[T]) -> T | None:
    all_of_them = list(found)
    return all_of_them[0] if len(all_of_them) == 1 else None
