# fails: prints_the_reply
# misconception: reply_not_shown
# It receives every reply and prints none.
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
    reply = client.recv(1024)

client.close()
