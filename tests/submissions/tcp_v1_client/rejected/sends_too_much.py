# fails: sends_a_message
# The message has 2600 bytes, more than the 1024 that the server takes.
import socket

message = "Abcdefghijklmnopqrstuvwxyz" * 100

with socket.socket() as client:
    client.connect(("127.0.0.1", 8080))
    client.sendall(message.encode())
    reply = b""
    while data := client.recv(1024):
        reply += data

print(reply.decode())
