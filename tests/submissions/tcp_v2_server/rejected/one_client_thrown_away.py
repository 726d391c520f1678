# fails: answers_the_first_client
# misconception: double_accept
# Calls accept() once before the loop, so that the first client is thrown away.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

conn, client_addr = server.accept()
print('first client:', client_addr)
others = [conn]

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    data = conn.recv(1024)
    print('message:', data)
    conn.send(data.upper())
    conn.close()
