import itertools
import socket


def listen_on(host: str, port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(5)
    return listener


def clients_of(listener: socket.socket):
    """Yield (number, connection, address) for ever."""
    for number in itertools.count(1):
        yield number, *listener.accept()


def converse(connection: socket.socket) -> None:
    text = connection.recv(1024).decode("utf-8")
    connection.sendall(text.upper().encode("utf-8"))


def main() -> None:
    for number, connection, address in clients_of(listen_on("127.0.0.1", 8080)):
        print(f"#{number}: {address}")
        with connection:
            converse(connection)


if __name__ == "__main__":
    main()
