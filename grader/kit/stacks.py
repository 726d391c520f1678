"""Where the threads of a program are, read from what faulthandler prints of them.

Source: the documentation of faulthandler. The thread that got the signal, which for a whole process is the main one,
is headed "Current thread 0x… (most recent call first):", any other "Thread 0x… (most recent call first):", the latest
first.
"""

import re

import msgspec

_HEADING = re.compile(r"^(Current thread|Thread) 0x\w+.*:$", re.MULTILINE)


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
        found = re.search(rf'File "[^"]*/{re.escape(file)}", line (\d+)', stack)
        if found:
            (of_main if heading.startswith("Current") else of_others).append(int(found[1]))
    return Places(main=next(iter(of_main), None), other=next(iter(of_others), None))
