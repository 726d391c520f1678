import socket

s = socket.socket()
s.bind(('127.0.0.1', 8080))
s.listen()
c, a = s.accept()
d = c.recv(1024)
print(a, d.upper())
c.send(d.upper())
c.close()
s.close()
