# fails: listens
# misconception: never_bound
# The server connects where it should bind.
from socket import AF_INET, SOCK_DGRAM, socket

with socket(AF_INET, SOCK_DGRAM) as s:
    s.connect(("127.0.0.1", 8080))
    while True:
        text, addr = s.recvfrom(1024)
        s.sendto(text.upper(), addr)
        print("answered", addr)
