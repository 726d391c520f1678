# fails: serves_several_clients
# misconception: answers_go_astray
# Connects its socket to the first client, so that nobody else can reach it.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))
data, addr = sock.recvfrom(1024)
sock.connect(addr)
print("connected to", addr)

while True:
    sock.send(data.upper())
    data = sock.recv(1024)
