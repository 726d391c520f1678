# fails: prints_the_reply
# misconception: reply_not_shown
# It prints the variable with the message where it means the one with the reply.
import socket

with socket.socket() as client:
    client.connect(("127.0.0.1", 8080))
    message = "how do you do"
    client.sendall(message.encode())
    reply = client.recv(1024).decode()
    print("The server replied:", message)
