# fails: listens
# misconception: other_protocol
# Makes a UDP socket, which cannot listen.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)
print('waiting for a client...')

conn, client_addr = server.accept()
print('client:', client_addr)

data = conn.recv(1024)
print('message:', data)
conn.send(data.upper())

conn.close()
server.close()
