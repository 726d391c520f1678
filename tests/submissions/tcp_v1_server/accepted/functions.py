"""One client, one message, in upper case; then the end."""

from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

ADDRESS = ("127.0.0.1", 8080)


def open_listener():
    listener = socket(AF_INET, SOCK_STREAM)
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    listener.bind(ADDRESS)
    listener.listen()
    return listener


def serve(connection, peer):
    message = connection.recv(1024)
    print(f"{peer[0]}:{peer[1]} says {message!r}")
    connection.sendall(message.upper())


def main():
    listener = open_listener()
    connection, peer = listener.accept()
    serve(connection, peer)
    connection.close()
    listener.close()


if __name__ == "__main__":
    main()
