# fails: sends_a_message_and_prints_the_reply
# misconception: nobody_at_that_address
# It connects to port 8000 instead of 8080.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8000))
client.sendall(b"hello")
print(client.recv(1024))
client.close()
