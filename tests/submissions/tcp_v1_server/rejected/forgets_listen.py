# fails: listens
# misconception: never_listens
# Never calls listen(), so that accept() raises.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8080))
    c, addr = s.accept()
    with c:
        print("connected by", addr)
        text = c.recv(1024)
        print("received", text)
        c.sendall(text.upper())
