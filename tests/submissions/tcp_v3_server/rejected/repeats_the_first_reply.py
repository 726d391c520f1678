# fails: holds_a_conversation, answers_a_long_message, answers_any_bytes
# misconception: sends_something_else
# Computes the reply once and sends it again and again.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8081))
    s.listen()
    while True:
        c, addr = s.accept()
        with c:
            try:
                reply = b""
                while text := c.recv(1024):
                    reply = reply or text.upper()
                    c.sendall(reply)
            except (ConnectionResetError, BrokenPipeError):
                print("lost", addr)
