# fails: answers_the_sender
# misconception: asks_the_keyboard
# Waits for the keyboard before it takes the first datagram.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))
input("press Enter to start ")
while True:
    data, addr = sock.recvfrom(1024)
    sock.sendto(data.upper(), addr)
