# fails: answers_the_sender
# misconception: steps_of_tcp_over_udp
# Calls send(), which needs a connected socket.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data)
    server.send(data.upper())
