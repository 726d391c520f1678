# attack: leaves files wherever it can, and looks for those of the run before
# family: survive
# score: full
# slot: tcp_v1/client.py
# stopped: namespaces user
import os
import socket
import tempfile

for place in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run/lock"}:
    path = f"{place}/left_behind_@TOKEN@"
    if os.path.exists(path):
        print("GAINED", path)
    try:
        open(path, "w").close()
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
