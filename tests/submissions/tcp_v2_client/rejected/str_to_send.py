# fails: sends_a_message_and_prints_the_reply
# misconception: text_for_bytes
# It passes a str to sendall(), which takes bytes.
import socket

with socket.create_connection(("127.0.0.1", 8080)) as client:
    client.sendall("How are you?")
    print(client.recv(1024))
