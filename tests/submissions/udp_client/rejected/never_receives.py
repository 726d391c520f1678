# fails: prints_the_reply, goes_on, sends_an_empty_datagram
# misconception: reply_not_received
# Only ever sends: no reply is received.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    client.sendto(input("line: ").strip().encode(), ("127.0.0.1", 8080))
    print("sent")
