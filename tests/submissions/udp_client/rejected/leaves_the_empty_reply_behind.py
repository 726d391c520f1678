# fails: sends_an_empty_datagram
# misconception: reply_not_received
# Sends an empty datagram and asks again at once: the empty reply is taken for the next line's.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    message = input("? ").strip()
    client.sendto(message.encode(), ("127.0.0.1", 8080))
    if message == "":
        print("nothing to wait for")
    else:
        reply, server = client.recvfrom(1024)
        print(server, reply)
