"""``python -m tests.prove.burner``: keeps a processor and some memory busy for ever, as long as its parent lives."""

import os

from grader.sandbox.network import die_with_parent

_TOUCHED = 64 * 1024 * 1024  # bytes that are touched again and again
_STRIDE = 4096


def main() -> None:
    """Compute and touch memory."""
    die_with_parent(os.getppid())
    memory = bytearray(_TOUCHED)
    at = 0
    while True:
        memory[at] = (memory[at] + 1) % 256
        at = (at + _STRIDE) % _TOUCHED


if __name__ == "__main__":
    main()
