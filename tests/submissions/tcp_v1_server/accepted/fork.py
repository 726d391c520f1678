import os
import socket
import sys

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8080))
listener.listen(5)

connection, (host, port) = listener.accept()
child = os.fork()
if child == 0:
    listener.close()
    data = connection.recv(1024)
    print(f"child {os.getpid()}: {host}:{port} -> {data}")
    connection.sendall(data.upper())
    connection.close()
    sys.exit(0)

connection.close()
listener.close()
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
