"""The client of version 2: one message, one reply, again and again against the same server.

The client makes one TCP connection to 127.0.0.1:8080, sends one message of 1 to 1024 bytes,
prints the reply, closes the connection and ends by itself with exit status 0. You can start it as
often as you like while one server keeps running.

It reads nothing from the keyboard, and it prints whatever comes back.

Free: the message, the words around the reply, and whether it shows b'ABC' or ABC.
"""

import sys

# TODO 1: Take your client of version 1. Does anything in it have to change? Start it three times
#         against one server before you decide.

# TODO 2: Look at the port number that the server prints for each run. Who chose it?

# TODO 3: Remove this last line, and the import of sys.
sys.exit("tcp_v2/client.py is still a stub: begin with TODO 1.")
