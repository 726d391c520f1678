import os
import signal
import socket

signal.signal(signal.SIGCHLD, signal.SIG_IGN)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))

while True:
    data, address = sock.recvfrom(1024)
    if os.fork() == 0:
        sock.sendto(data.upper(), address)
        sock.close()
        raise SystemExit
    print("a child answers", address)
