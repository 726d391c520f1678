# fails: answers_any_bytes
# misconception: sends_something_else
# Cuts off the blanks around what it received.
import socket

listener = socket.create_server(("127.0.0.1", 8081))
while True:
    client, address = listener.accept()
    try:
        while message := client.recv(1024):
            client.sendall(message.strip().upper())
    except ConnectionError as error:
        print(address, error)
    client.close()
