# fails: answers_any_bytes
# misconception: bytes_taken_for_text
# Decodes the message to print it and dies of bytes that are not UTF-8.
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
        print("message:", message.decode())
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
