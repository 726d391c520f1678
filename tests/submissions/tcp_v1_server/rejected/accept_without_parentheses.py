# fails: listens
# misconception: named_but_not_called
# Names accept() and does not call it.
import socket

server = socket.socket()
server.bind(("127.0.0.1", 8080))
server.listen(1)
connection, address = server.accept
data = connection.recv(1024)
print(address, data)
connection.send(data.upper())
connection.close()
server.close()
