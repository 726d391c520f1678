"""``python -m grader``."""

import gc
import signal

gc.disable()  # short-lived: what it would collect is less than what looking for it costs
signal.signal(signal.SIGINT, signal.SIG_DFL)  # there is nothing to tidy up yet, and no trace to show

from typing import NoReturn  # noqa: E402 - most of the garbage comes from importing

from grader.process.ending import run  # noqa: E402
from grader.process.interrupts import SIGNALS  # noqa: E402
from grader.process.start import start_anew  # noqa: E402


def _command() -> NoReturn:
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # while it starts anew: they are heard when it has begun
    start_anew()
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    from grader.cli import main  # noqa: PLC0415 - what is missing there is told in one line

    main()


if __name__ == "__main__":
    run(_command)
