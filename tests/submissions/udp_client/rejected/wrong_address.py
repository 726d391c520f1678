# fails: sends_a_datagram_per_line
# misconception: says_nothing
# It sends to 127.0.0.8 instead of 127.0.0.1.
import socket

SERVER = ("127.0.0.8", 8080)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("line: ").strip()
    client.sendto(line.encode(), SERVER)
    reply, _ = client.recvfrom(1024)
    print(reply)
