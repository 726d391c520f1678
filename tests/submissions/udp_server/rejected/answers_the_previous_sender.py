# fails: serves_several_clients
# misconception: answers_go_astray
# Sends every reply to whoever had asked before.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

previous = None

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data)
    server.sendto(data.upper(), previous or client_addr)
    previous = client_addr
