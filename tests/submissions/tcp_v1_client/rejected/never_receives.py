# fails: prints_the_reply, closes_the_connection
# misconception: reply_not_received
# It never receives, so that the whole reply is unread when it closes, which resets the connection.
import socket
import time

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"Hello")
time.sleep(1)  # give the server time to answer
client.close()
print("message sent")
