# fails: sends_a_message
# misconception: waits_before_it_has_asked
# It waits for the reply without having sent anything.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))

data = client.recv(1024)
print("received", data)

client.close()
