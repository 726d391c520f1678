# fails: listens
# misconception: every_host
# Binds to '', which is every address of the machine.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("", 8081))
    s.listen()
    while True:
        c, addr = s.accept()
        with c:
            try:
                while text := c.recv(1024):
                    c.sendall(text.upper())
            except (ConnectionResetError, BrokenPipeError):
                print("lost", addr)
