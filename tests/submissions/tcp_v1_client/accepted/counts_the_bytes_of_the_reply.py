"""It knows how long the reply is: as long as its message."""

import socket

MESSAGE = b"Count me"

with socket.create_connection(("127.0.0.1", 8080)) as client:
    client.sendall(MESSAGE)
    reply = b""
    while len(reply) < len(MESSAGE):
        reply += client.recv(len(MESSAGE) - len(reply))
    print("the reply has", len(reply), "bytes:", reply.decode())
