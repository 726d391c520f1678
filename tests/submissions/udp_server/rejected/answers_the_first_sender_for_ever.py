# fails: serves_several_clients
# misconception: answers_go_astray
# Remembers the first sender and answers everybody to that address.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))
client = None

while True:
    data, addr = server.recvfrom(1024)
    if client is None:
        client = addr
        print('my client is', client)
    server.sendto(data.upper(), client)
