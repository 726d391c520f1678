# fails: listens
# misconception: other_address
# Listens on 127.0.0.2, which is not 127.0.0.1.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.2", 8080))
    s.listen()
    while True:
        c, addr = s.accept()
        with c:
            text = c.recv(1024)
            print("received", text, "from", addr)
            c.sendall(text.upper())
