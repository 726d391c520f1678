# fails: sends_a_datagram_per_line
# misconception: says_nothing
# It sends to port 8081 instead of 8080.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    msg = input(">>: ").strip()
    client.sendto(msg.encode("utf-8"), ("127.0.0.1", 8081))
    data, server_addr = client.recvfrom(1024)
    print(data.decode("utf-8"))
