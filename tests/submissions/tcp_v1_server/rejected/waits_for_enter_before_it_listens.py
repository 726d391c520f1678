# fails: listens
# misconception: asks_before_it_listens
import socket

input("Press Enter to start the server ")
server = socket.create_server(("127.0.0.1", 8080))
connection, address = server.accept()
with connection:
    data = connection.recv(1024)
    print(address, data)
    connection.sendall(data.upper())
server.close()
