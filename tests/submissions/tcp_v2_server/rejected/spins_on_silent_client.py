# fails: survives_a_silent_client
# misconception: end_of_stream_not_seen
# Receives until something comes, which it never does once the client has left.
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

with socket(AF_INET, SOCK_STREAM) as s:
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8080))
    s.listen()
    while True:
        c, addr = s.accept()
        with c:
            text = c.recv(1024)
            while not text:
                text = c.recv(1024)
            print("received", text, "from", addr)
            c.sendall(text.upper())
