# fails: sends_a_message
# misconception: waits_before_it_has_asked
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
print(client.recv(1024))
client.sendall(b"hello")
print(client.recv(1024))
client.close()
