# fails: prints_the_reply
# misconception: reply_not_shown
# It prints the line that it upper-cased itself instead of the reply.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("> ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    client.recvfrom(1024)
    print(line.upper())
