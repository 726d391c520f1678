# fails: answers_the_sender, answers_datagram_by_datagram, answers_an_empty_datagram, answers_any_bytes, answers_a_full_buffer
# misconception: answers_go_astray
# Sends the reply twice.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data)
    server.sendto(data.upper(), client_addr)
    server.sendto(data.upper(), client_addr)
