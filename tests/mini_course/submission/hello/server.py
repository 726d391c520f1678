"""Answers one client after another, in upper case."""

import socket

with socket.create_server(("127.0.0.1", 9090)) as server:
    while True:
        connection, _ = server.accept()
        with connection:
            connection.sendall(connection.recv(1024).upper())
