# fails: sends_a_datagram_per_line
# misconception: socket_for_each_message
# It makes a new socket for every line, so that every datagram comes from another port.
import socket

while True:
    msg = input("> ").strip()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(msg.encode(), ("127.0.0.1", 8080))
        data, _ = client.recvfrom(1024)
    print(data.decode())
