# fails: connects
# misconception: roles_swapped
# It binds and listens like a server and then waits for somebody to come.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.bind(("127.0.0.1", 8888))
client.listen(5)

connection, address = client.accept()
connection.send(b"Hello")
print(connection.recv(1024))
connection.close()
client.close()
