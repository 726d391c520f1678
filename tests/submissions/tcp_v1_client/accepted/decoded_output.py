import socket

ADDRESS = ("127.0.0.1", 8080)
BUFFER = 1024

s = socket.socket()
s.connect(ADDRESS)
print("I am", s.getsockname(), "and talk to", s.getpeername())

text = "Network Programming"
s.send(text.encode("utf-8"))
print("sent:    ", text)

reply = s.recv(BUFFER)
print("received:", reply.decode("utf-8"))
print("bytes:   ", len(reply))

s.close()
