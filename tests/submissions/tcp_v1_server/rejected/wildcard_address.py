# fails: listens
# misconception: every_host
# Listens on 0.0.0.0, every address of the machine.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', 8080))
server.listen(5)
print('waiting for a client...')

conn, client_addr = server.accept()
print('client:', client_addr)

data = conn.recv(1024)
print('message:', data)
conn.send(data.upper())

conn.close()
server.close()
