# attack: changes the modes of the machine's devices, which everybody uses
# family: write
# score: full
# stopped: namespaces user
import os
import socket
import stat

for name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx"):
    path = os.path.realpath(f"/dev/{name}")
    if path.startswith("/dev/pts/"):
        continue  # of an instance of the world's own
    try:
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode))  # the mode that it has
    except OSError:
        continue
    print("GAINED", path)

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
