# fails: prints_the_reply
# misconception: reply_not_shown
# It receives the reply and forgets to print it.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.send(b"Hello")
data = client.recv(1024)
client.close()
print("done")
