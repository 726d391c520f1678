"""Where the threads of a program are, read from what faulthandler prints of them.

Source: the documentation of faulthandler. The thread that got the signal is headed "Current thread 0x… (most recent
call first):", any other "Thread 0x… (most recent call first):", the latest first. The main thread is the one that began
with a module. The signal mostly goes to it, but to another one where it has just been stopped and
continued. Source: complete_signal() in kernel/signal.c.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

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
    """Lines of the student's own file, the innermost first: of the main thread, and of the latest other one.

    A stack is empty where its thread is not in that file.
    """

    stack_of_main: tuple[int, ...] = ()
    stack_of_other: tuple[int, ...] = ()

    @property
    def main(self) -> int | None:
        """Where the main thread is."""
        return next(iter(self.stack_of_main), None)

    @property
    def other(self) -> int | None:
        """Where the latest other thread is."""
        return next(iter(self.stack_of_other), None)


def places(dump: str, file: str) -> Places:
    """Find the lines of ``file`` in the stacks of a program's threads."""
    _, *parts = _HEADING.split(dump)
    of_main: list[tuple[int, ...]] = []
    of_others: list[tuple[int, ...]] = []
    threads = list(zip(parts[::2], parts[1::2], strict=True))
    shows_main = any(_is_of_main(stack) for _, stack in threads)
    for heading, stack in threads:
        if lines := tuple(lines_of(file, stack)):
            is_main = _is_of_main(stack) if shows_main else heading == "Current thread"
            (of_main if is_main else of_others).append(lines)
    return Places(next(iter(of_main), ()), next(iter(of_others), ()))


def _is_of_main(stack: str) -> bool:
    """Tell whether the outermost frame of a stack is a module's, as only the main thread's is."""
    frames = list(takewhile(lambda line: line.startswith("  File "), stack.lstrip("\n").splitlines()))
    return bool(frames) and frames[-1].endswith(" in <module>")
