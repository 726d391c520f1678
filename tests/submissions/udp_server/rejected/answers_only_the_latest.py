# fails: answers_datagram_by_datagram
# misconception: sends_something_else
# Answers only the last of a sender's datagrams that lie waiting.
import select
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('127.0.0.1', 8080))

while True:
    select.select([sock], [], [])
    time.sleep(0.2)
    latest = {}
    while select.select([sock], [], [], 0)[0]:
        data, addr = sock.recvfrom(1024)
        latest[addr] = data
    for addr, data in latest.items():
        sock.sendto(data.upper(), addr)
        print('answered', addr)
