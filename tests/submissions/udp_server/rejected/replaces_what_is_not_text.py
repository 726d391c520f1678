# fails: answers_any_bytes
# misconception: sends_something_else
# Writes question marks where bytes are not ASCII.
from socket import AF_INET, SOCK_DGRAM, socket

with socket(AF_INET, SOCK_DGRAM) as s:
    s.bind(("127.0.0.1", 8080))
    while True:
        text, addr = s.recvfrom(1024)
        s.sendto(text.decode("ascii", "replace").upper().encode("ascii", "replace"), addr)
        print("answered", addr)
