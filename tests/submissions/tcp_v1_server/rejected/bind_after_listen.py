# fails: listens
# misconception: bound_too_late
import socket

server = socket.socket()
server.listen()
server.bind(("127.0.0.1", 8080))
connection, address = server.accept()
with connection:
    data = connection.recv(1024)
    print(address, data)
    connection.sendall(data.upper())
server.close()
