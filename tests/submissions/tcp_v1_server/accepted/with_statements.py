import socket

with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 8080))
    s.listen(1)
    c, a = s.accept()
    with c:
        print("connected:", a)
        msg = c.recv(1024).decode("utf-8")
        print("received:", msg)
        c.sendall(msg.upper().encode("utf-8"))
