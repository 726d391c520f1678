# fails: listens
# misconception: called_but_no_function
import socket

server = socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 8080))
server.listen()
