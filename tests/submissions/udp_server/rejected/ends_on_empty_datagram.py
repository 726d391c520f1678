# fails: answers_an_empty_datagram
# misconception: empty_datagram_ends_it
# Takes an empty datagram for the end, as over TCP.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    if len(data) == 0:
        break
    print(client_addr, data)
    server.sendto(data.upper(), client_addr)
