import os
import signal
import socket
import sys

# Children that nobody waits for are collected by the kernel.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def child(connection):
    try:
        while True:
            data = connection.recv(1024)
            if not data:
                break
            connection.sendall(data.upper())
    except OSError as error:
        print(os.getpid(), error, file=sys.stderr)
    connection.close()


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8081))
listener.listen(5)

while True:
    connection, address = listener.accept()
    pid = os.fork()
    if pid == 0:
        listener.close()
        child(connection)
        sys.exit(0)
    connection.close()
    print("process", pid, "talks to", address, flush=True)
