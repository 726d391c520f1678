# fails: answers_any_bytes
# misconception: bytes_taken_for_text
# Decodes the datagram to print it and dies of bytes that are not UTF-8.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))

while True:
    data, client_addr = server.recvfrom(1024)
    print(client_addr, data.decode())
    server.sendto(data.upper(), client_addr)
