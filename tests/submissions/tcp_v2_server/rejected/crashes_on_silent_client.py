# fails: survives_a_silent_client
# misconception: nothing_not_expected
# Looks at the first byte of a message that has none.
import socket

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
    print(f"{address[0]}:{address[1]} sent {message!r}, first {chr(message[0])}")
    connection.sendall(message.upper())


def main():
    listener = start()
    while True:
        connection, address = listener.accept()
        serve(connection, address)
        connection.close()


if __name__ == "__main__":
    main()
