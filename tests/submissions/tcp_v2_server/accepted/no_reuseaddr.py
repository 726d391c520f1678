from socket import *

s = socket(AF_INET, SOCK_STREAM)
s.bind(("127.0.0.1", 8080))
s.listen(3)
while 1:
    c, _ = s.accept()
    m = c.recv(1024)
    c.sendall(m.upper())
    c.close()
