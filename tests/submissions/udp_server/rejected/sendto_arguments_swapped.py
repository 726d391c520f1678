# fails: answers_the_sender
# misconception: unexpected_exception
# Gives sendto() the address first and the message second.
from socket import AF_INET, SOCK_DGRAM, socket

with socket(AF_INET, SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 8080))
    while True:
        text, addr = s.recvfrom(1024)
        s.sendto(addr, text.upper())
        print("answered", addr)
