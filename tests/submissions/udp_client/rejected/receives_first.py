# fails: sends_a_datagram_per_line
# misconception: says_nothing
# It receives before it sends, so that both sides wait for the other.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 0))

while True:
    message = input("> ").strip()
    reply, server = client.recvfrom(1024)
    client.sendto(message.encode(), ("127.0.0.1", 8080))
    print(reply.decode())
