"""The upper-casing service, version 3: conversations, whatever happens to the client.

The server listens with TCP on 127.0.0.1:8081 (a new port!). It answers every message of a client
in upper case until that client ends the stream; then it serves the next client. It never ends.

A client may leave politely, reset the connection or be killed, at any moment: the next client is
still served, and no socket of the old one is left open. A message may be any bytes, and
it may be long. While no client sends anything, it uses no CPU time.

Free: what you print; one client at a time, or several at once.
"""

import sys

# TODO 1: Take your connection loop of version 2, and change the port.

# TODO 2: Put a second loop into it, the communication loop: receive, send back in upper case.
#         Which steps belong to the inner loop, and which to the outer?

# TODO 3: The client has ended the stream: what does recv return, now and at every later call?
#         Leave the inner loop then. Is the client's last message answered before that?

# TODO 4: Answer long messages completely (look up: send and sendall, and the difference). Do not
#         decode: is every sequence of bytes good UTF-8?

# TODO 5: The client resets the connection: which exceptions can recv raise then, and which sendall
#         (look up: ConnectionError and its subclasses)? Where do you catch them, so that only this
#         conversation ends?

# TODO 6: Close the connection at every one of these ends (look up: the with statement).

# TODO 7: Remove this last line, and the import of sys.
sys.exit("tcp_v3/server.py is still a stub: begin with TODO 1.")
