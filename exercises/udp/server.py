"""The upper-casing service over UDP: every datagram is answered to its sender, for ever.

The server has a UDP socket that is bound to 127.0.0.1:8080. For every datagram that comes (at most
1024 bytes) it sends one datagram back to where it came from: the same bytes in upper case.

Several clients may send in turn, and each gets its own answers. Two datagrams are two answers.
An empty datagram gets an empty datagram. The bytes need not be UTF-8. The server never ends.

Free: what you print.
"""

import sys

# TODO 1: Import the module that you need, and create a UDP socket (look up: socket.socket). Which
#         type of socket is UDP?

# TODO 2: Give it its address (look up: bind). Why are there no listen and no accept?

# TODO 3: Write the loop: wait for a datagram (look up: recvfrom). It returns two values: what is
#         each of them? Do you know the second one before a datagram has come?

# TODO 4: Send the answer (look up: sendto). To whom?

# TODO 5: In tcp_v3, b"" meant that the client had gone. What does it mean here?

# TODO 6: Remove this last line, and the import of sys.
sys.exit("udp/server.py is still a stub: begin with TODO 1.")
