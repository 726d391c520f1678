import socket

name = socket.gethostname()
print("this machine is", name, socket.gethostbyname(name))
server = socket.create_server(("127.0.0.1", 8080))
connection, address = server.accept()
data = connection.recv(1024)
print(address, data)
connection.sendall(data.upper())
connection.close()
server.close()
