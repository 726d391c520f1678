"""Receives into a buffer of its own and never closes by hand: the end of the program does."""

import socket

buffer = bytearray(1024)
view = memoryview(buffer)

server = socket.create_server(("127.0.0.1", 8080), backlog=1)
conn, (host, port) = server.accept()
count = conn.recv_into(view)
message = bytes(view[:count])
print("port", port)
print("message", message.decode("latin-1"))
left = memoryview(message.upper())
while left:
    left = left[conn.send(left):]
conn.shutdown(socket.SHUT_WR)
