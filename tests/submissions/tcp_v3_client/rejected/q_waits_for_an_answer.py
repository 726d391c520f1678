# fails: quits_on_q
# misconception: no_way_out
# It sends q to the server and waits for an answer to it before it leaves.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if not msg:
        continue
    client.sendall(msg.encode())
    print(client.recv(1024).decode())
    if msg == "q":
        break

client.close()
