# fails: listens
# misconception: unknown_name
# Writes socket.AF_INTE, which does not exist.
import socket

server = socket.socket(socket.AF_INTE, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    data = conn.recv(1024)
    print('message:', data)
    conn.send(data.upper())
    conn.close()
