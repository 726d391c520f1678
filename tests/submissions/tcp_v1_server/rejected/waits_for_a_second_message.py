# fails: closes_the_connection
# misconception: waits_for_the_client_to_leave
# Answers two messages instead of one.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8080))
    s.listen()
    c, addr = s.accept()
    with c:
        print("connected by", addr)
        for _ in range(2):
            text = c.recv(1024)
            print("received", text)
            c.sendall(text.upper())
