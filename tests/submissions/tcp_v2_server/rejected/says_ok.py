# fails: answers_the_first_client
# misconception: sends_something_else
# Answers every message with the same word.
import socket

server = socket.create_server(("127.0.0.1", 8080))
while True:
    connection, _ = server.accept()
    connection.recv(1024)
    connection.sendall(b"OK")
    connection.close()
