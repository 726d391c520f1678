import readline
import socket

readline.parse_and_bind("set editing-mode emacs")

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    try:
        line = input("udp> ").strip()
    except EOFError:
        break
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply, _ = client.recvfrom(1024)
    print(reply.decode())
