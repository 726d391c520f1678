# fails: shows_the_conversation
# misconception: conversation_not_shown
# Prints how long the message is instead of the message.
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
    print(f"{address[0]}:{address[1]} sent {len(message)} bytes")
    connection.sendall(message.upper())
    return len(message)


def main():
    listener = start()
    connection, address = listener.accept()
    serve(connection, address)
    connection.close()
    listener.close()


if __name__ == "__main__":
    main()
