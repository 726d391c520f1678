"""``python -m tests.prove.apart WORDS``: call the grader in a network of its own.

Worlds on a shared loopback wait for each other: by the clock, one grading at a time. Where the machine gives no network
of one's own, they wait.
"""

import os
import sys
from contextlib import suppress

from grader.sandbox.network import become_able_to_unshare, enter_a_fresh_network


def main() -> None:
    """Enter a fresh network and become the grader's command."""
    with suppress(OSError):
        become_able_to_unshare()
        enter_a_fresh_network()
    os.execv(sys.executable, [sys.executable, "-m", "grader", *sys.argv[1:]])  # noqa: S606 - no shell: it is our own command


if __name__ == "__main__":
    main()
