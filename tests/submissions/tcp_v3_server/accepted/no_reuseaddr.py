import socket

s = socket.socket()
s.bind(("127.0.0.1", 8081))
s.listen(5)

while True:
    c, addr = s.accept()
    try:
        while True:
            data = c.recv(1024)
            if not data: break
            c.sendall(data.upper())
    except Exception as e:
        print(addr, e)
    c.close()
