"""Where the threads of a program are, read from what faulthandler prints of them.

Source: the documentation of faulthandler. The thread that got the signal, which for a whole process is the main one,
is headed "Current thread 0x… (most recent call first):", any other "Thread 0x… (most recent call first):", the latest
first.
"""

import re
from collections.abc import Iterator

import msgspec

_LONGEST_PATH = 4096  # bytes; source: PATH_MAX in include/uapi/linux/limits.h
_MOST_DIGITS = 6  # of a line's number
_HEADING = re.compile(r"^(Current thread|Thread) 0x[0-9a-f]{1,16}(?: .{0,200})?:$", re.MULTILINE)


def lines_of(file: str, text: str) -> Iterator[int]:
    """Yield the lines of a program's ``file`` that a traceback or a stack names, in order.

    The program may have written it: a name is of a bounded length, and so is a number.
    """
    pattern = rf'File "[^"\n]{{0,{_LONGEST_PATH}}}/{re.escape(file)}", line (\d{{1,{_MOST_DIGITS}}})\b'
    return (int(found[1]) for found in re.finditer(pattern, text))


class Places(msgspec.Struct, frozen=True):
    """Lines of the student's own file: of the main thread, and of the latest other one. None where it is in none."""

    main: int | None = None
    other: int | None = None


def places(dump: str, file: str) -> Places:
    """Find the innermost line of ``file`` in the stacks of a program's threads."""
    _, *parts = _HEADING.split(dump)
    of_main: list[int] = []
    of_others: list[int] = []
    for heading, stack in zip(parts[::2], parts[1::2], strict=True):
        if (line := next(lines_of(file, stack), None)) is not None:
            (of_main if heading == "Current thread" else of_others).append(line)
    return Places(main=next(iter(of_main), None), other=next(iter(of_others), None))
