# fails: goes_on
# misconception: unexpected_exception
# It keeps the replies in a list with three places, and the fourth reply raises an IndexError before it is printed.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
history = [None] * 3
count = 0

while True:
    line = input("> ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    history[count], _ = client.recvfrom(1024)
    print(history[count].decode())
    count += 1
