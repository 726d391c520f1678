# attack: forks a new copy of itself whenever it is asked to end
# family: survive
# score: full
# stopped: namespaces user plain
import os
import signal
import socket
import time

def again(*_):
    if os.fork():
        os._exit(0)

for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGABRT):
    signal.signal(number, again)
if os.fork() == 0:
    time.sleep(120)
    os._exit(0)

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
