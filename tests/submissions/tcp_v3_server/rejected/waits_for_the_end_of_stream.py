# fails: answers
# misconception: waits_for_more_before_it_answers
# Collects everything until the client has ended its side, and answers only then.
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
    message = b""
    while piece := connection.recv(1024):
        message += piece
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
