import collections
import selectors
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)
sock.bind(("127.0.0.1", 8080))

outbox = collections.deque()
selector = selectors.DefaultSelector()
selector.register(sock, selectors.EVENT_READ)

while True:
    [(key, events)] = selector.select()
    if events & selectors.EVENT_READ:
        data, sender = sock.recvfrom(1024)
        outbox.append((data.upper(), sender))
    if events & selectors.EVENT_WRITE:
        sock.sendto(*outbox.popleft())
    interest = selectors.EVENT_READ
    if outbox:
        interest |= selectors.EVENT_WRITE
    selector.modify(sock, interest)
