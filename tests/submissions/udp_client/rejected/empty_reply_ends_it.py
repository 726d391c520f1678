# fails: sends_an_empty_datagram
# misconception: empty_line_ends_it
# It takes an empty reply for an end of the stream, which UDP does not have.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("> ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply, sender = client.recvfrom(1024)
    if not reply:
        print("the server has closed the connection")
        break
    print(reply.decode())

client.close()
