import select
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("ready, type away")

while True:
    readable, _, _ = select.select([sys.stdin, sock], [], [])
    if sock in readable:
        print(sock.recvfrom(1024)[0])
    if sys.stdin in readable:
        line = sys.stdin.readline()
        if not line:
            break
        sock.sendto(line.strip().encode("utf-8"), ("127.0.0.1", 8080))
