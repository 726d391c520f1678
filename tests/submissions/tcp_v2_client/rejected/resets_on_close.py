# fails: exits_cleanly
# misconception: closes_before_everything_is_read
# It sets SO_LINGER with a time of zero, so that close() resets the connection.
import socket
import struct

with socket.socket() as client:
    client.connect(("127.0.0.1", 8080))
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.sendall(b"hello")
    print(client.recv(1024).decode())
