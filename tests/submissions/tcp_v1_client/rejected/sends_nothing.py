# fails: sends_a_message
# misconception: says_nothing
# It waits for the reply without having sent anything.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))

data = client.recv(1024)
print("received", data)

client.close()
