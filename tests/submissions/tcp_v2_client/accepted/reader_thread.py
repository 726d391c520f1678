import socket
import threading

client = socket.socket()
client.connect(("127.0.0.1", 8080))
replies = []
reader = threading.Thread(target=lambda: replies.append(client.recv(1024)))
reader.start()
client.send(b"to whom it may concern")
reader.join()
print(replies)
client.close()
