# fails: answers_the_sender, answers_any_bytes, answers_a_full_buffer
# misconception: upper_case_gets_lost
# Answers in lower case.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data)
    server.sendto(data.lower(), client_addr)
