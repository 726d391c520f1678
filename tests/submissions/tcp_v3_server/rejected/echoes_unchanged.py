# fails: answers, answers_a_long_message, answers_any_bytes
# misconception: sent_back_unchanged
# Sends back what it got, without upper().
import socket

listener = socket.create_server(("127.0.0.1", 8081))
while True:
    client, _ = listener.accept()
    try:
        while message := client.recv(1024):
            client.sendall(message)
    except ConnectionError:
        pass
    client.close()
