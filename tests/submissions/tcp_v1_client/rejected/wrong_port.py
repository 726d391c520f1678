# fails: connects
# misconception: nobody_at_that_address
# It connects to port 8081 instead of 8080.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))
client.send("hello".encode("utf-8"))
print(client.recv(1024).decode("utf-8"))
client.close()
