# fails: answers_the_sender, answers_datagram_by_datagram, answers_an_empty_datagram, answers_any_bytes, answers_a_full_buffer
# misconception: answers_go_astray
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
while True:
    data, sender = server.recvfrom(1024)
    for number in range(100):
        server.sendto(b"%d: %b" % (number, data.upper()), sender)
