# fails: sends_a_datagram_per_line
# misconception: nothing_arrives
# Sends to the port of another exercise, and asks again after a while.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.2)
while True:
    client.sendto(input(">>: ").strip().encode(), ("127.0.0.1", 8081))
    try:
        print(client.recvfrom(1024)[0].decode())
    except OSError as error:
        print(error)
