"""Ctrl-C and its kind: the first one ends the work, and no other one cuts off the tidying up."""

import signal
import threading
from types import FrameType
from typing import Any, NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def watch() -> None:
    """Let the first of the signals raise KeyboardInterrupt, with its number, and all others come to nothing."""
    for number in SIGNALS:
        signal.signal(number, _first)


def _first(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt(number)


class Held:
    """Holds the signals back while something is put away that must not be left half-way.

    Use it so; wherever the first signal comes, ``tidy_up`` runs from its beginning to its end::

        try:
            try:
                work()
            finally:
                held.hold()
        finally:
            tidy_up()
            held.release()

    Signals reach whichever thread the kernel likes, so a mask of this thread's would not do.
    """

    def __init__(self) -> None:
        """Hold nothing back yet."""
        self._came: int | None = None
        self._before: dict[signal.Signals, Any] = {}

    def hold(self) -> None:
        """Only note the signals from now on. In another thread than the main one none arrives anyway."""
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                self._before[number] = signal.getsignal(number)
                signal.signal(number, self._note)

    def release(self) -> None:
        """Let them through again, the one that came meanwhile first."""
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        self._before.clear()
        if self._came is not None:
            signal.raise_signal(self._came)

    def _note(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._came is None:
            self._came = number
