# fails: survives_a_reset, survives_a_reset_before_the_first_message
# misconception: departure_not_expected
# Checks for the end of the stream but catches no exception.
import socket

HOST = "127.0.0.1"
PORT = 8081


def start():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, PORT))
    listener.listen(5)
    return listener


def converse(connection):
    while True:
        message = connection.recv(1024)
        if not message:
            return
        connection.sendall(message.upper())


def main():
    listener = start()
    while True:
        connection, address = listener.accept()
        print("client", address)
        converse(connection)
        connection.close()


if __name__ == "__main__":
    main()
