# fails: sends_an_empty_datagram
# misconception: empty_line_ends_it
# It takes an empty line as a wish to leave.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while line := input("line (Enter to leave): ").strip():
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    print(client.recvfrom(1024)[0].decode())
