"""Start a child process for each line."""

import sys

# TODO 1: Write it.

# TODO 2: Remove this last line, and the import of sys.
sys.exit("desk/brood.py is still a stub: begin with TODO 1.")
