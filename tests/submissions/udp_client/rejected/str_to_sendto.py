# fails: sends_a_datagram_per_line
# misconception: text_for_bytes
# It passes a str to sendto(), which takes bytes.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input("> ").strip()
    client.sendto(msg, ("127.0.0.1", 8080))
    print(client.recvfrom(1024)[0].decode())
