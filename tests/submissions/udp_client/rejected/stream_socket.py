# fails: sends_a_datagram_per_line
# misconception: other_protocol
# It makes a TCP socket that is connected to nobody, so that sendto() raises a BrokenPipeError.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

while True:
    msg = input("> ").strip()
    client.sendto(msg.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
