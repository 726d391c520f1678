# fails: sends_an_empty_datagram
# It sends a blank when nothing was typed, so that there is something to answer.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    text = input("> ").strip() or " "
    client.sendto(text.encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
