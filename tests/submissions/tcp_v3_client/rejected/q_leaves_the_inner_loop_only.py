# fails: quits_on_q
# misconception: no_way_out
# The break after q leaves the inner of two loops only, so that it asks again.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    while True:
        msg = input("> ").strip()
        if msg == "q":
            break
        if not msg:
            continue
        client.sendall(msg.encode())
        print(client.recv(1024).decode())

client.close()
