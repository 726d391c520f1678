# attack: leaves a process of its own session behind, by a double fork
# family: survive
# score: full
# stopped: namespaces user plain
import os
import signal
import socket

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    signal.alarm(120)
    signal.pause()

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
