# fails: serves_client_after_client
# misconception: one_client_only
# Serves five clients and ends.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

for _ in range(5):
    conn, client_addr = server.accept()
    print('client:', client_addr)
    data = conn.recv(1024)
    print('message:', data)
    conn.send(data.upper())
    conn.close()
