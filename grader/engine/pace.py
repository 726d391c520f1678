"""How fast this machine is: limits of CPU time are meant for a machine of a known speed."""

import time

_ROUNDS = 20_000
# Of CPU time for the work below, on the machine that the limits were chosen on.
_REFERENCE_SECONDS = 0.003
_SLOWEST = 10.0


def pace() -> float:
    """Return how many times as long as there this machine takes for the same work; at least 1, at most 10."""
    began = time.process_time()
    for number in range(_ROUNDS):
        str(number).encode()
    return min(max((time.process_time() - began) / _REFERENCE_SECONDS, 1.0), _SLOWEST)
