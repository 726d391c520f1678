"""The upper-casing service, version 1: one client, one message, then the program ends.

The server listens with TCP on 127.0.0.1:8080 and waits for one client. It receives once (at most
1024 bytes), prints the client's address and the message, sends the message back in upper case,
closes the connection, closes the listening socket and ends with exit status 0.

A client that connects and leaves without sending anything ends it in the same way: status 0, no traceback.

Free: the words that you print, and whether they show b'abc' or abc.
"""

import sys

# TODO 1: Import the module that you need, and create a TCP socket (look up: socket.socket).
#         Which address family is IPv4? Which type of socket is TCP?

# TODO 2: Give the socket its address (look up: bind). How many arguments does it take?
#         Would an empty host name be the same address as 127.0.0.1?

# TODO 3: Make it a listening socket (look up: listen).

# TODO 4: Take the client (look up: accept). It returns two values: what is each of them?
#         What happens to the first client if your program calls it twice?

# TODO 5: Receive the message (look up: recv) over the right one of your two sockets, and print
#         the client's address and the message. What does it return if the client has left?

# TODO 6: Send the bytes back in upper case (look up: sendall). Do you have to decode them first?

# TODO 7: Close the connection, then the listening socket (look up: close, or the with statement).
#         How does the client notice the first of the two?

# TODO 8: Remove this last line, and the import of sys.
sys.exit("tcp_v1/server.py is still a stub: begin with TODO 1.")
