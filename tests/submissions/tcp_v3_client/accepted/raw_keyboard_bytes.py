import os
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    os.write(1, b"? ")
    line = os.read(0, 4096)
    if not line:
        break
    line = line.strip()
    if line == b"q":
        break
    if line:
        client.sendall(line)
        reply = client.recv(1024)
        if not reply:
            break
        os.write(1, reply + b"\n")

client.close()
