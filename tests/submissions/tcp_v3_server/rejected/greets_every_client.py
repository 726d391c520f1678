# fails: answers, answers_a_long_message, answers_any_bytes
# misconception: adds_to_the_answer
# Greets every client before it has said anything.
import socket

listener = socket.create_server(("127.0.0.1", 8081))
while True:
    client, address = listener.accept()
    try:
        client.sendall(b"Welcome to the upper-casing service!\n")
        while message := client.recv(1024):
            client.sendall(message.upper())
    except ConnectionError as error:
        print(address, error)
    client.close()
