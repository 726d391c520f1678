"""``python -m grader``."""

import gc
import signal
from typing import NoReturn

gc.disable()  # short-lived: what it would collect is less than what looking for it costs
signal.signal(signal.SIGINT, signal.SIG_DFL)  # there is nothing to tidy up yet, and no trace to show

from grader.ending import run  # noqa: E402 - most of the garbage comes from importing


def _command() -> NoReturn:
    from grader.cli import main  # noqa: PLC0415 - what is missing there is told in one line

    main()


if __name__ == "__main__":
    run(_command)
