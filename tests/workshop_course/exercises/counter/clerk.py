"""Listen at 127.0.0.1:9191 over TCP and at 127.0.0.1:9292 over UDP, and give every message back in reverse."""

import sys

# TODO 1: Write it.

# TODO 2: Remove this last line, and the import of sys.
sys.exit("counter/clerk.py is still a stub: begin with TODO 1.")
