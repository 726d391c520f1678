# attack: removes its own program and puts another file in its place
# family: write
# score: full
# stopped: namespaces user
import os
import socket

try:
    os.remove("client.py")
    print("GAINED its folder")
except OSError:
    pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
