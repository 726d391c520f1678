# attack: files beside the program that pytest and Python run by themselves
# family: confuse
# score: full
# stopped: namespaces user plain
import socket

pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
