# fails: survives_a_reset, survives_a_reset_before_the_first_message
# misconception: departure_not_expected
# Catches BrokenPipeError alone, not the ConnectionResetError of recv().
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
                    c.sendall(text.upper())
            except BrokenPipeError:
                print("lost", addr)
