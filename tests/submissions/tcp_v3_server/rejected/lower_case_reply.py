# fails: answers, answers_a_long_message, answers_any_bytes
# misconception: upper_case_gets_lost
# Answers in lower case.
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
        connection.sendall(message.lower())


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
