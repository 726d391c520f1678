# fails: answers_the_first_client
# misconception: adds_to_the_answer
# Adds a newline to every answer, and is right in all else.
import socket

with socket.create_server(("127.0.0.1", 8080)) as server:
    while True:
        connection, address = server.accept()
        with connection:
            if message := connection.recv(1024):
                connection.sendall(message.upper() + b"\n")
