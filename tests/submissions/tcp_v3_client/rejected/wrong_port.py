# fails: sends_what_was_typed
# misconception: nobody_at_that_address
# It connects, with the first message, to port 8080 instead of 8081.
import socket

client = None

while True:
    msg = input("> ").strip()
    if not msg:
        continue
    if msg == "q":
        break
    if client is None:
        client = socket.create_connection(("127.0.0.1", 8080))
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

if client:
    client.close()
