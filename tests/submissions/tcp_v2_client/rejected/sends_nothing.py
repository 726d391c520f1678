# fails: sends_a_message_and_prints_the_reply
# misconception: waits_before_it_has_asked
# It waits for the server to speak first.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
print("connected")
greeting = client.recv(1024)
print(greeting.decode())
client.send(b"hello")
print(client.recv(1024).decode())
client.close()
