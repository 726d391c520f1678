# fails: survives_many_disconnects
# misconception: silence_ends_it
# Serves ten clients and ends.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8081))
    s.listen()
    for _ in range(10):
        c, addr = s.accept()
        with c:
            try:
                while text := c.recv(1024):
                    c.sendall(text.upper())
            except (ConnectionResetError, BrokenPipeError):
                print("lost", addr)
