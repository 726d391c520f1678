# fails: answers_the_sender, answers_an_empty_datagram, answers_any_bytes, answers_a_full_buffer
# misconception: adds_to_the_answer
# Adds a newline to every answer.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
while True:
    data, sender = server.recvfrom(1024)
    server.sendto(data.upper() + b"\n", sender)
