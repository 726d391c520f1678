# fails: answers_any_bytes
# misconception: sends_something_else
# Drops all bytes that are not ASCII.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8081))
    s.listen()
    while True:
        c, addr = s.accept()
        with c:
            try:
                while text := c.recv(1024):
                    c.sendall(text.decode("ascii", "ignore").upper().encode())
            except (ConnectionResetError, BrokenPipeError):
                print("lost", addr)
