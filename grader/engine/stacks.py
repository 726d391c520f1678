"""Where the threads of a program are, read from what faulthandler prints of them.

Source: the documentation of faulthandler. The thread that got the signal is headed "Current thread 0x… (most recent
call first):", any other "Thread 0x… (most recent call first):", the latest first, so the main thread is the last one.
Each process writes in many small pieces: what another thread prints meanwhile may stand anywhere between them.
"""

import re
from collections.abc import Iterator

import msgspec

_LONGEST_PATH = 4096  # bytes; source: PATH_MAX in include/uapi/linux/limits.h
_MOST_DIGITS = 6  # of a line's number
_BEGINNING, _ERROR = "Fatal Python error: ", "Aborted\n"
_HEADING = re.compile(r"(Current thread|Thread) 0x[0-9a-f]{1,16}(?: .{0,200})?:")
_FRAME = re.compile(r'  (File "[^"]{1,4096}", line (\d{1,6}|\?\?\?) in .{1,1000}|\.\.\.|<.{1,200}>)')
_OF_THE_MODULE = " in <module>"  # ends the outermost frame of the main thread


def lines_of(file: str, text: str) -> Iterator[int]:
    """Yield the lines of a program's ``file`` that a traceback or a stack names, in order.

    The program may have written it: a name is of a bounded length, and so is a number.
    """
    pattern = rf'File "[^"\n]{{0,{_LONGEST_PATH}}}/{re.escape(file)}", line (\d{{1,{_MOST_DIGITS}}})\b'
    return (int(found[1]) for found in re.finditer(pattern, text))


class Places(msgspec.Struct, frozen=True):
    """Lines of the student's own file, the innermost first: of the main thread, of the latest other one that is in it.

    ``stack_of_busiest``: of the thread that was asked, which has run longest. A stack is empty where its thread is not
    in that file.
    """

    stack_of_main: tuple[int, ...] = ()
    stack_of_other: tuple[int, ...] = ()
    stack_of_busiest: tuple[int, ...] = ()

    @property
    def main(self) -> int | None:
        """Where the main thread is."""
        return next(iter(self.stack_of_main), None)

    @property
    def other(self) -> int | None:
        """Where the latest other thread is."""
        return next(iter(self.stack_of_other), None)


def places(dump: str, file: str) -> Places:
    """Find the lines of ``file`` in the stacks of a program's threads, in the first of its processes that is in it.

    Where something else stands within the stacks of a process, it is not known whose lines they are: none are found.
    """
    for process in dump.split(_BEGINNING)[1:]:
        threads = _threads(process.partition(_ERROR)[2].splitlines())
        if threads is None:
            return Places()
        stacks = [tuple(lines_of(file, "\n".join(thread.frames))) for thread in threads]
        if any(stacks):
            of_busiest = (stack for thread, stack in zip(threads, stacks, strict=True) if thread.is_current)
            return Places(stacks[-1], next(filter(None, stacks[:-1]), ()), next(of_busiest, ()))
    return Places()


class _Thread(msgspec.Struct):
    is_current: bool
    frames: list[str] = []


def _threads(lines: list[str]) -> list[_Thread] | None:
    """Return the threads of a process, the latest first; None where something else stands there, too."""
    threads: list[_Thread] = []
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            threads.append(_Thread(is_current=heading[1] == "Current thread"))
        elif threads and _FRAME.fullmatch(line):
            threads[-1].frames.append(line)
        elif line:  # what follows the main thread does not matter
            is_whole = bool(threads) and bool(threads[-1].frames) and threads[-1].frames[-1].endswith(_OF_THE_MODULE)
            return threads if is_whole else None
    return threads
