import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 9527))
print("client at", client.getsockname())

while True:
    line = input("line: ")
    client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
    reply, address = client.recvfrom(1024)
    print("from", address, ":", reply)
