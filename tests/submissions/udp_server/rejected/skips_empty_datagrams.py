# fails: answers_an_empty_datagram
# Receives an empty datagram and answers nothing.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    if not data:
        continue
    print(client_addr, data)
    server.sendto(data.upper(), client_addr)
