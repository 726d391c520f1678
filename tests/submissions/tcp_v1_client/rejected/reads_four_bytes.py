# fails: prints_the_reply, closes_the_connection
# misconception: reply_not_received
# It receives four bytes only, so that the rest of the reply is unread when it closes, which resets the connection.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8080))
client.send(b"network programming")
print(client.recv(4).decode())
client.close()
