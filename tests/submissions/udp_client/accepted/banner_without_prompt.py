import socket

print("UDP client. Every line becomes a datagram, even an empty one. Ctrl-C ends.")
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    text = input().strip()
    client.sendto(text.encode(), ("127.0.0.1", 8080))
    reply, sender = client.recvfrom(1024)
    print(reply.decode())
