import select
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 8080))
s.setblocking(False)

while True:
    ready, _, _ = select.select([s], [], [], 1)
    if not ready:
        continue
    while True:
        try:
            data, who = s.recvfrom(1024)
        except BlockingIOError:
            break
        s.sendto(data.upper(), who)
