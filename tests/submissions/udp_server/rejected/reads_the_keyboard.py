# fails: answers_the_sender
# misconception: asks_the_keyboard
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
while True:
    data, sender = server.recvfrom(1024)
    answer = input(f"{sender} sent {data}; answer: ")
    server.sendto(answer.encode(), sender)
