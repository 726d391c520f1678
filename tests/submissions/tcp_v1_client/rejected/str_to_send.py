# fails: sends_a_message
# misconception: text_for_bytes
# It passes a str to send(), which takes bytes.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.send("Hello")
data = client.recv(1024)
print(data)
client.close()
