"""How tests wait for what other processes do: until it is true, and never for ever."""

import time
from collections.abc import Callable

LONGEST = 120.0  # seconds; far longer than anything here takes on a busy machine
_PAUSE = 0.002  # seconds; a test that looks all the time takes the processor from what it waits for


def wait_for(fact: Callable[[], object], unless: Callable[[], object] = lambda: False) -> None:
    """Wait until something is true. It is a failure where that takes too long, or where ``unless`` is true before."""
    deadline = time.monotonic() + LONGEST
    while not fact():
        assert not unless(), "it can never be true any more"
        assert time.monotonic() < deadline, f"it was not true within {LONGEST:.0f} seconds"
        time.sleep(_PAUSE)
