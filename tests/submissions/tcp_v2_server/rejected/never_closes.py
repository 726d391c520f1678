# fails: closes_each_connection
# misconception: sockets_are_not_closed
# Keeps every connection in a list and closes none.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

clients = []

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    data = conn.recv(1024)
    print('message:', data)
    conn.send(data.upper())
    clients.append(conn)
