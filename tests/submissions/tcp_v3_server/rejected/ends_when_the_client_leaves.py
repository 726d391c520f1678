# fails: serves_the_next_client, rests_when_nobody_speaks, serves_the_waiting_client
# misconception: one_client_only
# Takes the end of one stream for the end of the program.
import socket
import sys

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
            sys.exit()
        connection.sendall(message.upper())


def main():
    listener = start()
    while True:
        connection, address = listener.accept()
        print("client", address)
        try:
            converse(connection)
        except OSError as error:
            print("client lost:", error)
        finally:
            connection.close()


if __name__ == "__main__":
    main()
