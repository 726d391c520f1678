# fails: answers_the_sender
# misconception: loops_without_change
# Sends the reply to its own address, and answers its own replies for ever.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data)
    server.sendto(data.upper(), ('127.0.0.1', 8080))
