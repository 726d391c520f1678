# fails: strips_the_input
# misconception: input_not_stripped
# Takes spaces away, but no tabs.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    line = input("say: ").strip(" ")
    client.sendto(line.encode(), ("127.0.0.1", 8080))
    reply, _ = client.recvfrom(1024)
    print(reply.decode())
