# attack: writes a note beside itself, for its next run
# family: survive
# score: full
# slot: tcp_v1/client.py
# stopped: namespaces user plain
import os
import socket

if os.path.exists("note"):
    print("GAINED a note")
try:
    open("note", "w").close()
except OSError:
    pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
