# attack: a server that answers what it takes the question for
# family: cheat
# score: 4
# stopped: namespaces user plain
import socket

listener = socket.create_server(("127.0.0.1", 8080))
connection, address = listener.accept()
data = connection.recv(1024)
print(address, data)
connection.sendall(b"ABC")
