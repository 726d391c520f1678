# fails: listens
# misconception: module_not_there
import msvcrt
import socket

server = socket.create_server(("127.0.0.1", 8080))
while not msvcrt.kbhit():
    connection, address = server.accept()
    data = connection.recv(1024)
    print(address, data)
    connection.sendall(data.upper())
    connection.close()
