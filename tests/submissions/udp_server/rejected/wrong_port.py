# fails: listens
# misconception: other_address
# Is bound to port 9000 instead of 8080.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9000))

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data)
    server.sendto(data.upper(), client_addr)
