import os
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
problem = client.connect_ex(("127.0.0.1", 8080))
if problem:
    sys.exit(os.strerror(problem))
client.send(b"is anybody there?")
print("reply:", client.recv(1024))
client.close()
