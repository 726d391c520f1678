"""Gives every message back in reverse, over TCP and over UDP."""

import selectors
import socket

with (
    socket.create_server(("127.0.0.1", 9191)) as listener,
    socket.socket(type=socket.SOCK_DGRAM) as datagrams,
    selectors.DefaultSelector() as selector,
):
    datagrams.bind(("127.0.0.1", 9292))
    selector.register(listener, selectors.EVENT_READ)
    selector.register(datagrams, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is datagrams:
                message, sender = datagrams.recvfrom(1024)
                datagrams.sendto(message[::-1], sender)
            elif key.fileobj is listener:
                connection, _ = listener.accept()
                selector.register(connection, selectors.EVENT_READ, connection)
            else:
                selector.unregister(key.fileobj)
                with key.data as connection:
                    connection.sendall(connection.recv(1024)[::-1])
