"""A process is made to print where it is: which of its threads gets the signal, so that nothing else is printed."""

import ctypes
import os
import signal
from collections.abc import Iterable
from contextlib import suppress

from grader.observe.processes import catches, scheduled, send, thread_ids

_tgkill = getattr(ctypes.CDLL(None), "tgkill", None)  # tgkill(2); the GNU C library has it since 2.30


def catching(pids: Iterable[int], number: signal.Signals) -> dict[int, int]:
    """Return the processes that handle a signal, made ready for it (stopped), each with the thread to send it to.

    That thread has run longest: where one of them prints on and on, it is this one, and it prints nothing else while it
    handles the signal. Once the process goes on, it runs before all others, which are put behind on one processor: what
    the handler prints at once has nothing of theirs within it. Linux only (sched(7)).
    """
    able = {pid: _busiest(pid) for pid in pids if catches((pid,), number)}
    send(able, signal.SIGSTOP)
    for pid, busiest in able.items():
        with suppress(OSError):  # it has ended meanwhile
            processor = {min(os.sched_getaffinity(pid))}
            for tid in thread_ids(pid):
                os.sched_setaffinity(tid, processor)
                if tid != busiest:
                    os.sched_setscheduler(tid, os.SCHED_IDLE, os.sched_param(0))
    return able


def _busiest(pid: int) -> int:
    """Return the thread of a process that has run longest."""
    used = {}
    for tid in thread_ids(pid):
        with suppress(OSError):
            used[tid] = scheduled(pid, tid)[0]
    return max(used, key=used.__getitem__, default=pid)


def send_to_thread(pid: int, tid: int, number: signal.Signals) -> None:
    """Send a signal to one thread of a process, if it is there still; to any of them where that is not possible."""
    if _tgkill is None:
        send([pid], number)
    else:
        _tgkill(pid, tid, number)
