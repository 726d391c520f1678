"""One bytearray for every message there will ever be."""

import socket

SIZE = 1024
buffer = bytearray(SIZE)
view = memoryview(buffer)


def send_all(connection, data):
    sent = 0
    while sent < len(data):
        sent += connection.send(data[sent:])


with socket.create_server(("127.0.0.1", 8080), backlog=8) as listener:
    while True:
        connection, _address = listener.accept()
        length = connection.recv_into(view, SIZE)
        send_all(connection, bytes(view[:length]).upper())
        connection.shutdown(socket.SHUT_WR)
        connection.close()
