# fails: sends_a_datagram_per_line
# misconception: newline_sent
# It sends a newline behind every line that is not empty.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ").strip()
    if msg:
        msg += "\n"
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
