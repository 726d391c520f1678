# fails: listens
# Listens, and comes to its end: nobody accepts.
import socket

server = socket.socket()
server.bind(("127.0.0.1", 8080))
server.listen()
print("server started")
