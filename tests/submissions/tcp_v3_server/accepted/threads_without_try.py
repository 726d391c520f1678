"""Catches nothing: an exception ends the client's own thread and no other."""

import socket
import threading


class Client(threading.Thread):
    def __init__(self, connection):
        super().__init__(daemon=True)
        self.connection = connection

    def run(self):
        with self.connection:
            while data := self.connection.recv(1024):
                self.connection.sendall(data.upper())


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8081))
listener.listen()
while True:
    Client(listener.accept()[0]).start()
