# fails: listens
# misconception: unexpected_exception
import socket

hosts = ["127.0.0.1"]
server = socket.create_server((hosts[1], 8081))
