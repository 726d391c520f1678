# attack: leaves a child behind that ignores every signal that can be ignored
# family: survive
# score: full
# stopped: namespaces user plain
import os
import signal
import socket
import time

if os.fork() == 0:
    os.setsid()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if number < 32:
            signal.signal(number, signal.SIG_IGN)
    time.sleep(120)
    os._exit(0)

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
