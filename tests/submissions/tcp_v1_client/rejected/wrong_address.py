# fails: connects
# misconception: nobody_at_that_address
# It connects to 127.0.0.2 instead of 127.0.0.1.
import socket

SERVER = ("127.0.0.2", 8080)

with socket.socket() as client:
    client.connect(SERVER)
    client.sendall(b"Anybody home?")
    print(client.recv(1024).decode())
