# fails: answers_a_full_buffer
# misconception: boundaries_lost
# Sends a long reply in two datagrams of 512 bytes.
import socket

SIZE = 512

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))

while True:
    data, sender = sock.recvfrom(1024)
    reply = data.upper()
    sock.sendto(reply[:SIZE], sender)
    if len(reply) > SIZE:
        sock.sendto(reply[SIZE:], sender)
