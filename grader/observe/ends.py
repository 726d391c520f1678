"""How a process ends that nobody may wait for, as the kernel tells it (proc(5))."""

import os
import signal

from grader.observe.procfs import lines_of, read

_DEAD = "ZX"  # it only waits to be buried
_HARMLESS = sum(1 << (number - 1) for number in (signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH))
_EXIT_CODE = 49  # of the fields behind the name in /proc/PID/stat; proc(5) counts it as the 52nd of all
_SIGNALLED = 128


def is_to_be_ended(pid: int) -> bool:
    """Tell whether a signal waits for the process, which was stopped, that nobody waits for and that would end it."""
    try:
        lines = lines_of(f"/proc/{pid}/status")
    except OSError:
        return False
    pending = 0
    for line in lines:
        if line.startswith(("SigPnd:", "ShdPnd:")):
            pending |= int(line.split()[1], 16)
    return bool(pending & ~_HARMLESS)


def exit_status(pid: int) -> int | None:
    """Return the status of a process that has ended and was not buried: 128 + N for a signal N; None where it was."""
    try:
        fields = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    except OSError:
        return None
    return _as_a_shell(int(fields[_EXIT_CODE])) if fields[0] in _DEAD else None


def _as_a_shell(status: int) -> int:
    number = os.waitstatus_to_exitcode(status)
    return number if number >= 0 else _SIGNALLED - number
