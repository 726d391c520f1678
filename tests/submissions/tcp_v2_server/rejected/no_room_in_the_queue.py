# fails: serves_waiting_clients_in_turn
# misconception: queue_is_full
import socket

server = socket.socket()
server.bind(("127.0.0.1", 8080))
server.listen(0)
connections = []
while True:
    connection, address = server.accept()
    data = connection.recv(1024)
    print(address, data)
    connection.sendall(data.upper())
    connection.close()
