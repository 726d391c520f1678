# fails: listens
# misconception: other_address
# Never binds, so that the kernel chooses a port.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.listen()
    while True:
        c, addr = s.accept()
        with c:
            text = c.recv(1024)
            print("received", text, "from", addr)
            c.sendall(text.upper())
