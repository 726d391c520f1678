# fails: sends_an_empty_datagram
# It receives until something comes, so that an empty reply leaves it waiting for ever.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("> ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply = b""
    while not reply:
        reply, sender = client.recvfrom(1024)
    print(reply.decode())
