import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))
print("Connected. Type a line and press Enter; q leaves.")

while True:
    line = input().strip()
    if not line:
        continue
    if line == "q":
        break
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
