import socket

c = socket.socket()
c.connect(("127.0.0.1", 8080))
c.send(b"x")
print(str(c.recv(1024), encoding="utf-8"))
