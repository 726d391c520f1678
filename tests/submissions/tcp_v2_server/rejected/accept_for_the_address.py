# fails: answers_the_first_client
# misconception: double_accept
# Calls accept() twice a round, once for the connection and once for the address.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

while True:
    conn, _ = server.accept()
    _, client_addr = server.accept()
    print('client:', client_addr)
    data = conn.recv(1024)
    print('message:', data)
    conn.send(data.upper())
    conn.close()
