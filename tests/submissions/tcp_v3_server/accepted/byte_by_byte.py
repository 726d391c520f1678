"""Takes one byte at a time: TCP is a stream, so the reply is the same."""

import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8081))
listener.listen(5)

while True:
    connection, address = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        byte = connection.recv(1)
        while byte:
            connection.sendall(byte.upper())
            byte = connection.recv(1)
        print(address, "left")
    except OSError as error:
        print(address, "was lost:", error)
    connection.close()
