# fails: exits_after_one_client
# misconception: ends_with_another_status
# Exits with the number of bytes as its status.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8080


def start():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, PORT))
    listener.listen(5)
    return listener


def serve(connection, address):
    message = connection.recv(1024)
    print(f"{address[0]}:{address[1]} sent {message!r}")
    connection.sendall(message.upper())
    return len(message)


def main():
    listener = start()
    connection, address = listener.accept()
    count = serve(connection, address)
    connection.close()
    listener.close()
    return count


if __name__ == "__main__":
    sys.exit(main())
