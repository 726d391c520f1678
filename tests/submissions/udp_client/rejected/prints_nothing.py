# fails: prints_the_reply
# misconception: reply_not_shown
# It receives every reply and prints none.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ").strip()
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
