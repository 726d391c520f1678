"""It peeks at the next datagram until there is one, whatever its length, and only then takes it."""

import select
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    try:
        line = input("line> ")
    except EOFError:
        break
    client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
    while not select.select([client], [], [], 0.2)[0]:
        pass
    print("reply:", client.recv(1024))
client.close()
