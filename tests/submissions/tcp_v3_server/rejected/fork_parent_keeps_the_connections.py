# fails: leaks_no_sockets
# misconception: sockets_are_not_closed
# The parent keeps its copies of its children's connections.
import os
import signal
import socket

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.create_server(("127.0.0.1", 8081))
children = {}

while True:
    connection, address = listener.accept()
    pid = os.fork()
    if pid == 0:
        listener.close()
        try:
            while data := connection.recv(1024):
                connection.sendall(data.upper())
        except OSError as error:
            print(error)
        raise SystemExit
    children[pid] = connection
    print("child", pid, "for", address)
