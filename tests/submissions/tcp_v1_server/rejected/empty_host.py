# fails: listens
# misconception: every_host
# Binds to '', which is every address of the machine.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("", 8080))
    s.listen()
    c, addr = s.accept()
    with c:
        print("connected by", addr)
        text = c.recv(1024)
        print("received", text)
        c.sendall(text.upper())
