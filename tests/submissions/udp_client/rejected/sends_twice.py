# fails: sends_a_datagram_per_line, goes_on, sends_an_empty_datagram
# misconception: sends_something_else
# It sends every line twice, to be on the safe side, and throws the second reply away.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server = ("127.0.0.1", 8080)

while True:
    datagram = input("> ").strip().encode()
    client.sendto(datagram, server)
    client.sendto(datagram, server)
    reply, _ = client.recvfrom(1024)
    client.recvfrom(1024)
    print(reply.decode())
