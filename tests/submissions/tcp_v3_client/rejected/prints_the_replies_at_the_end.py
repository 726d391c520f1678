# fails: prints_the_reply
# misconception: reply_not_shown
# It collects the replies and prints them all after q.
import socket

replies = []

with socket.create_connection(("127.0.0.1", 8081)) as client:
    while True:
        msg = input("> ").strip()
        if msg == "q":
            break
        if msg:
            client.sendall(msg.encode())
            replies.append(client.recv(1024))

for reply in replies:
    print(reply.decode())
