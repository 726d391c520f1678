"""Ask for lines, and print how many there have been."""

import sys

# TODO 1: Write it.

# TODO 2: Remove this last line, and the import of sys.
sys.exit("desk/tally.py is still a stub: begin with TODO 1.")
