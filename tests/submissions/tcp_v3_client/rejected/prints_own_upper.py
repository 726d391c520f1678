# fails: prints_the_reply
# misconception: reply_not_shown
# It prints the message that it upper-cased itself instead of the reply.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if not msg:
        continue
    if msg == "q":
        break
    client.sendall(msg.encode())
    client.recv(1024)
    print(msg.upper())

client.close()
