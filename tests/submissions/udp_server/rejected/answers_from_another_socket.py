# fails: answers_the_sender
# misconception: answers_from_another_socket
# Answers from a socket of its own, so that the answer comes from where nobody asked.
import socket

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 8080))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    data, client = receiver.recvfrom(1024)
    sender.sendto(data.upper(), client)
