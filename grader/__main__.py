"""``python -m grader``."""

import gc

gc.disable()  # short-lived: what it would collect is less than what looking for it costs

from grader.start import start_anew  # noqa: E402 - most of the garbage comes from importing

if __name__ == "__main__":
    start_anew()

    from grader.cli import main

    main()
