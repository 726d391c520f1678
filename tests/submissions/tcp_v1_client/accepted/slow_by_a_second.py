import socket
import time

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
print("connected, thinking about what to say ...")
time.sleep(1)
client.send("Now I know".encode())
print(client.recv(1024))
client.close()
