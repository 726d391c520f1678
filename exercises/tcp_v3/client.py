"""The client of version 3: a conversation from the keyboard. A line with only q ends it.

The client talks to 127.0.0.1:8081 over one TCP connection. Again and again it asks for a line,
takes away the spaces and tabs around it, sends the rest as UTF-8 and prints the reply.

If nothing is left of the line, it sends nothing and asks again. If q is left, it closes the
connection, asks nothing more and ends with exit status 0; "quit" or "Q" are messages.
If the server closes or resets the connection, the client ends by itself.

Free: the prompt (but there is one), the words around the reply, and what it says at the end.
"""

import sys

# TODO 1: Create a TCP socket and connect it. Once, or once for every message?

# TODO 2: Write the loop: ask for a line (look up: input), and strip it.

# TODO 3: An empty line: how many bytes would go over the wire? For how long would you wait for the
#         reply? So what does the loop do with this line?

# TODO 4: The word q: how do you leave the loop, and what must still happen before the program ends?

# TODO 5: Turn the text into bytes (look up: str.encode), send them, receive the reply, print it.

# TODO 6: The server is gone: what does recv return, or which exceptions do recv and sendall raise
#         (look up: ConnectionError)? Then there is nothing more to ask for.

# TODO 7: Remove this last line, and the import of sys.
sys.exit("tcp_v3/client.py is still a stub: begin with TODO 1.")
