# fails: sends_an_empty_datagram
# misconception: empty_line_is_skipped
# It skips empty input, as a TCP client has to.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ").strip()
    if not msg:
        continue
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
