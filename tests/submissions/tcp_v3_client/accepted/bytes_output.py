import socket

s = socket.socket()
s.connect(("127.0.0.1", 8081))
print("local address:", s.getsockname())

while 1:
    m = input("msg: ").encode().strip()
    if m == b"q": break
    if m == b"": continue
    s.send(m)
    print("Received", repr(s.recv(1024)))

s.close()
