# fails: serves_several_clients, answers_datagram_by_datagram, answers_any_bytes
# misconception: adds_to_the_answer
# Receives into one buffer and answers with as much of it as was ever filled.
import socket

buffer = bytearray(1024)
filled = 0
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
while True:
    count, address = server.recvfrom_into(buffer)
    filled = max(filled, count)
    server.sendto(buffer[:filled].upper(), address)
