"""The upper-casing service, version 2: client after client, one message each, for ever.

The server listens with TCP on 127.0.0.1:8080. It takes a client, receives once (at most 1024
bytes), sends the message back in upper case, closes this connection and takes the next client.
It never ends by itself.

Clients that connect while another is being served wait, and are served in the order in which
they came. A client that leaves without sending anything does no harm: the next one is served.
While no client is there, it uses no CPU time.

Free: what you print; one client at a time, or a thread for each.
"""

import sys

# TODO 1: Take your server of version 1 as it is. Which of its steps must happen once in the life
#         of the server, and which once for every client?

# TODO 2: Put the second kind into a loop, the connection loop. What makes it wait for the next
#         client without using CPU time?

# TODO 3: Close each connection inside the loop. What does a client wait for, if you forget it?

# TODO 4: What does recv return when a client has left without sending anything? Follow your loop with this
#         value: does it come back to accept?

# TODO 5: Remove this last line, and the import of sys.
sys.exit("tcp_v2/server.py is still a stub: begin with TODO 1.")
