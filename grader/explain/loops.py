"""The line of a student's file to name for a loop that goes round and round.

One look at a program that spins finds it at any line of its loop, by chance. Named is one that it passes in each round.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

_LONGEST = 1 << 20  # characters of a file that are looked through
_MOST_FRAMES = 5  # of a stack
_LOOP = re.compile(r"(async\s+for|for|while)\b")
_FUNCTION = re.compile(r"(async\s+def|def|class)\b")
_WITHOUT_TEST = re.compile(r"(while[\s(]+(True|1)|try)[\s)]*:\s*(#.*)?")  # a line that leads into its block


def line_of_loop(source: str, stack: Iterable[int]) -> int | None:
    """Return the line for the loop that a program is in, by its stack, the innermost line first; None: it is in none.

    It is the line with the loop's test or, for ``while True:``, the first line inside.
    """
    lines = source[:_LONGEST].splitlines()
    within = (number for number in islice(stack, _MOST_FRAMES) if 0 < number <= len(lines))
    header = next(filter(None, (_loop_around(lines, number) for number in within)), None)
    return None if header is None else _first_inside(lines, header)


def _loop_around(lines: Sequence[str], number: int) -> int | None:
    """Return the line of the innermost loop that a line is in, within the same function."""
    depth = _depth(lines[number - 1]) + 1  # the line may begin the loop itself
    for above in range(number, 0, -1):
        line = lines[above - 1]
        if _says_nothing(line) or _depth(line) >= depth:
            continue
        depth = _depth(line)
        if _LOOP.match(line.strip()):
            return above
        if _FUNCTION.match(line.strip()):
            return None
    return None


def _first_inside(lines: Sequence[str], number: int) -> int:
    """Return the first line from this one on that does something, which is passed whenever this one is."""
    below = range(number, len(lines) + 1)
    passed = (each for each in below if not _says_nothing(lines[each - 1]))
    return next((each for each in passed if not _WITHOUT_TEST.fullmatch(lines[each - 1].strip())), number)


def _depth(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip())].expandtabs())


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
