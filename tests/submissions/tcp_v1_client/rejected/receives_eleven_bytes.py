# fails: prints_the_reply, closes_the_connection
# misconception: reply_not_received
# Receives at most eleven bytes, prints them and closes; what it has not read turns the end of the stream into a reset.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.send(b"hello, network")
print(client.recv(11))
client.close()
