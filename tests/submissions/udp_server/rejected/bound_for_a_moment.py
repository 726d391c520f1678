# fails: listens
# Binds its socket, and comes to its end.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
print("ready")
