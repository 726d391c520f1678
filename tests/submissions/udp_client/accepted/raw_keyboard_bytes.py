import os
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    os.write(2, b"$ ")
    line = os.read(0, 1024)
    if line == b"":
        break
    client.sendto(line.strip(), ("127.0.0.1", 8080))
    os.write(1, client.recvfrom(1024)[0] + b"\n")
