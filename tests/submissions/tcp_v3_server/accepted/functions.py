"""Connection loop, communication loop, and clients that vanish."""

import socket
from functools import partial

ADDRESS = ("127.0.0.1", 8081)


def conversation(connection):
    for message in iter(partial(connection.recv, 1024), b""):
        connection.sendall(message.upper())


def serve_client(connection, address):
    print("client came:", address)
    try:
        conversation(connection)
    except ConnectionError as error:
        print("client broke off:", error)
    else:
        print("client left:", address)


def serve(listener):
    while True:
        connection, address = listener.accept()
        with connection:
            serve_client(connection, address)


def main():
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(ADDRESS)
        listener.listen(5)
        serve(listener)


if __name__ == "__main__":
    main()
