import socket
import time

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.send(b"Slow and steady")
answer = client.recv(1024)
time.sleep(1)
print(answer.decode())
client.close()
