# fails: listens
# Listens for a fifth of a second, and then ends by itself.
import socket
import time

server = socket.create_server(("127.0.0.1", 8080))
print("server started")
time.sleep(0.2)
server.close()
