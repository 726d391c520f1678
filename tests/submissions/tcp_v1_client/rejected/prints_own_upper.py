# fails: prints_the_reply
# misconception: reply_not_shown
# It prints the message that it upper-cased itself instead of the reply.
import socket

message = "Hello"

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(message.encode())
client.recv(1024)
print(message.upper())
client.close()
