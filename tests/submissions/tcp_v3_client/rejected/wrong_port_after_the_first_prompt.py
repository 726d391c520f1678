# fails: sends_what_was_typed
# misconception: nobody_at_that_address
import socket

line = input("> ").strip()
client = socket.socket()
client.connect(("127.0.0.1", 8080))
while line != "q":
    if line:
        client.sendall(line.encode())
        print(client.recv(1024).decode())
    line = input("> ").strip()
client.close()
