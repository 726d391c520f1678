import os
import random
import socket

WORDS = ["Apple", "Banana", "Cherry", "Date", "Elderberry"]

message = f"{random.choice(WORDS)} from process {os.getpid()}"

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.sendall(message.encode())
print(f"{message!r} became {client.recv(1024)!r}")
client.close()
