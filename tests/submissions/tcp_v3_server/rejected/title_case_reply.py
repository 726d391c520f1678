# fails: answers, answers_a_long_message, answers_any_bytes
# misconception: upper_case_gets_lost
# Writes only the first letter of every word in upper case.
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
                    c.sendall(text.title())
            except (ConnectionResetError, BrokenPipeError):
                print("lost", addr)
