# fails: answers_the_first_client
# misconception: sent_back_unchanged
# Sends the message back as it came.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8080))
    s.listen()
    c, addr = s.accept()
    with c:
        print("connected by", addr)
        text = c.recv(1024)
        print("received", text)
        c.sendall(text)
