# fails: quits_on_q
# misconception: no_way_out
# It looks for q in the first line only.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

msg = input("> ").strip()
if msg != "q":
    while True:
        if msg:
            client.sendall(msg.encode())
            print(client.recv(1024).decode())
        msg = input("> ").strip()

client.close()
