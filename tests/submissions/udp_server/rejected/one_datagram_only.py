# fails: serves_several_clients, answers_datagram_by_datagram, answers_an_empty_datagram, answers_any_bytes
# misconception: one_datagram_only
# Answers one datagram and ends.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 8080))
data, client_addr = server.recvfrom(1024)
print(client_addr, data)
server.sendto(data.upper(), client_addr)
server.close()
