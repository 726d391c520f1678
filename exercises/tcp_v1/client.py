"""The client of version 1: connect, send one message, print the reply, close.

The client makes one TCP connection to 127.0.0.1:8080, sends one message of 1 to 1024 bytes,
receives the reply, prints it, closes the connection and ends by itself with exit status 0.

It reads nothing from the keyboard. It prints whatever comes back, even if that is not the message
in upper case.

Free: the message, the words that you print around the reply, and whether it shows b'ABC' or ABC.
"""

import sys

# TODO 1: Import the module that you need, and create a TCP socket, as in the server.

# TODO 2: Connect to the server (look up: connect). Why does a client need no bind and no listen?

# TODO 3: Send your message (look up: sendall). What type must it have: str or bytes?

# TODO 4: Receive the reply (look up: recv) and print it.

# TODO 5: Close the connection (look up: close, or the with statement).

# TODO 6: Remove this last line, and the import of sys.
sys.exit("tcp_v1/client.py is still a stub: begin with TODO 1.")
