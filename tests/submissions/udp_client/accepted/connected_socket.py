import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("127.0.0.1", 8080))  # no handshake: only remembers the address

while True:
    client.send(input("connected> ").strip().encode())
    print(client.recv(1024).decode())
