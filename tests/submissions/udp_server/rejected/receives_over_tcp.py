# fails: listens
# misconception: other_protocol
# Makes a TCP socket and calls recvfrom() on it, which raises an exception.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 8080))
while True:
    data, client_address = server.recvfrom(1024)
    server.sendto(data.upper(), client_address)
