"""Answers one client after another, capitals small and small letters capital."""

import socket

with socket.create_server(("127.0.0.1", 9090)) as server:
    while True:
        connection, _ = server.accept()
        with connection:
            connection.sendall(connection.recv(1024).swapcase())
