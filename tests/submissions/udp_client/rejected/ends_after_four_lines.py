# fails: goes_on
# misconception: ends_too_early
# It takes four lines and then ends by itself.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

for number in range(1, 5):
    line = input(f"line {number}: ").strip()
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply, sender = client.recvfrom(1024)
    print(reply.decode())

client.close()
