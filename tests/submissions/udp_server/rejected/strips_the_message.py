# fails: answers_any_bytes
# misconception: sends_something_else
# Cuts off the blanks around what it received.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
while True:
    data, sender = server.recvfrom(1024)
    server.sendto(data.strip().upper(), sender)
