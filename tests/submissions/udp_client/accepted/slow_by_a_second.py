import socket
import time

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    message = input("message: ").strip()
    time.sleep(1)  # second thoughts
    client.sendto(message.encode(), ("127.0.0.1", 8080))
    print(client.recvfrom(1024)[0].decode())
