import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    print("1:", end=" ", flush=True)
    for number, line in enumerate(sys.stdin, start=2):
        client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
        reply, server = client.recvfrom(1024)
        print(reply.decode())
        print(f"{number}:", end=" ", flush=True)
