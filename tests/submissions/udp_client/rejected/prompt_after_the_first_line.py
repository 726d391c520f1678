# fails: asks_for_input
# misconception: nothing_asked
# Asks for every line but the first.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line = input()
while True:
    client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
    print(client.recvfrom(1024)[0].decode())
    line = input("next: ")
