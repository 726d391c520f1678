# fails: asks_for_input
# misconception: nothing_asked
# The prompt has no newline and is not flushed, so that it stays in the buffer while the program waits.
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    sys.stdout.write("Datagram: ")
    line = sys.stdin.readline()
    if not line:
        break
    client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
    reply, sender = client.recvfrom(1024)
    print(reply.decode())
