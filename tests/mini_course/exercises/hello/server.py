"""Listen at 127.0.0.1:9090 and answer one client after another, capitals and small letters swapped."""

import sys

# TODO 1: Listen, take a client, receive its message, answer it, and begin anew.

# TODO 2: Remove this last line, and the import of sys.
sys.exit("hello/server.py is still a stub: begin with TODO 1.")
