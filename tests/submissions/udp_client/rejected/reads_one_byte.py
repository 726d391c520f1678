# fails: prints_the_reply
# misconception: reply_not_shown
# It receives with a buffer of one byte; the rest of the datagram is lost.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("> ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply, sender = client.recvfrom(1)
    print("Reply:", reply.decode())
