# attack: kills the process that started it
# family: end early
# score: full
# stopped: namespaces user
import os
import signal
import socket

try:
    if os.getuid():
        os.kill(os.getppid(), signal.SIGKILL)
except OSError:
    pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
