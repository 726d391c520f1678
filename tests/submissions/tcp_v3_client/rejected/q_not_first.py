# fails: quits_on_q
# misconception: no_way_out
# It sends the first line before it looks for q.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

msg = input("> ").strip()
while True:
    if msg:
        client.sendall(msg.encode())
        print(client.recv(1024).decode())
    msg = input("> ").strip()
    if msg == "q":
        break

client.close()
