# fails: exits_cleanly
# misconception: unknown_name
# It uses a misspelt name after the reply, which raises a NameError.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.send(b"hello")
data = client.recv(1024)
print(data.decode())
cleint.close()
