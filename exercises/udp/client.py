"""The client of the UDP service: a datagram for each line, until Ctrl-D or Ctrl-C.

The client asks for a line, takes away the spaces and tabs around it, sends the rest as UTF-8 in
one datagram to 127.0.0.1:8080, waits for the reply, prints it and asks again. It uses one and the
same socket all the time.

An empty line is sent too, as an empty datagram. There is no word that ends the program: q is a
message. Only Ctrl-D or Ctrl-C end it.

Free: the prompt (but there is one), the words around the reply, and how it looks at the end.
"""

import sys

# TODO 1: Create a UDP socket. Once, or once for every message? Who gives it a port, and when?

# TODO 2: Write the loop: ask for a line (look up: input), strip it, turn it into bytes (look up:
#         str.encode).

# TODO 3: Send the bytes as a datagram (look up: sendto). What is different from send?

# TODO 4: Wait for the reply (look up: recvfrom) and print it. What if the line was empty?

# TODO 5: What does input do at Ctrl-D and at Ctrl-C (look up: EOFError, KeyboardInterrupt)? You may
#         leave it so, or end more quietly.

# TODO 6: Remove this last line, and the import of sys.
sys.exit("udp/client.py is still a stub: begin with TODO 1.")
