# fails: answers_the_first_client
# misconception: sends_something_else
# Sends how long the message is instead of the message.
import socket
import threading


def serve(connection):
    data = connection.recv(1024)
    connection.sendall(str(len(data)).encode())
    connection.close()


listener = socket.create_server(("127.0.0.1", 8080))
while True:
    connection, address = listener.accept()
    print("client", address)
    threading.Thread(target=serve, args=(connection,)).start()
