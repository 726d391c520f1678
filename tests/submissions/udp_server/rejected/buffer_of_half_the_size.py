# fails: answers_a_full_buffer
# misconception: takes_a_piece_for_the_whole
# Receives 512 bytes, and the rest of the datagram is lost.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(512)
    print(client_addr, data)
    server.sendto(data.upper(), client_addr)
