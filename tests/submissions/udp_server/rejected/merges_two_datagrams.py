# fails: answers_datagram_by_datagram
# misconception: boundaries_lost
# Collects a moment and answers all of a sender's datagrams with a single one.
import select
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))

while True:
    select.select([sock], [], [])
    time.sleep(0.2)
    messages = {}
    while select.select([sock], [], [], 0)[0]:
        data, sender = sock.recvfrom(1024)
        messages[sender] = messages.get(sender, b"") + data
    for sender, message in messages.items():
        print(sender, message)
        sock.sendto(message.upper(), sender)
