# fails: quits_on_q
# misconception: uses_a_closed_socket
# It closes the socket at q inside the loop and goes on to use it, which raises an OSError.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if not msg:
        continue
    if msg == "q":
        client.close()
    client.sendall(msg.encode())
    print(client.recv(1024).decode())
