import socket
import sys

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    sys.stdout.write("text: ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:  # Ctrl-D; Enter alone is "\n"
        break
    udp.sendto(line.strip().encode("utf-8"), ('127.0.0.1', 8080))
    data, addr = udp.recvfrom(1024)
    sys.stdout.write(data.decode("utf-8") + "\n")

udp.close()
