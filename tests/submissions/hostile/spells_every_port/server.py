# attack: a server that prints every number that the client's port may be, and no address
# family: cheat
# score: up to 7
# stopped: namespaces user plain
import socket

listener = socket.create_server(("127.0.0.1", 8080))
connection, _ = listener.accept()
data = connection.recv(1024)
for port in range(1024, 65536):
    print(port)
print(data)
connection.sendall(data.upper())
