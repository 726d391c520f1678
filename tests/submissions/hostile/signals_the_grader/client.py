# attack: finds the grader's processes, to send them signals
# family: escape
# score: full
# stopped: namespaces user
import os
import signal
import socket

for process in filter(str.isdigit, set(os.listdir("/proc")) - {"1"}):  # 1 is its own world's
    try:
        if b"grader" in open(f"/proc/{process}/cmdline", "rb").read():
            os.kill(int(process), 0)  # no signal, only whether one could be sent
            print("GAINED", process)
            break
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
