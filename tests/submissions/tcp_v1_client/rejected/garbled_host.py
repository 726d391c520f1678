# fails: connects
# misconception: unknown_host
# The address is misspelt: it ends in a comma and a letter, and no host has that name.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0,l", 8080))
client.send(b"Hello")
print(client.recv(1024))
client.close()
