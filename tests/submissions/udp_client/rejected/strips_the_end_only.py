# fails: strips_the_input
# misconception: input_not_stripped
# It takes the blanks from the end of the line and leaves those at its beginning.
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

print("> ", end="", flush=True)
for line in sys.stdin:
    client.sendto(line.rstrip().encode(), ("127.0.0.1", 8080))
    data, addr = client.recvfrom(1024)
    print(data.decode())
    print("> ", end="", flush=True)
