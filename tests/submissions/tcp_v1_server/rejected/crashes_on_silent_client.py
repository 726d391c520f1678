# fails: survives_a_silent_client
# misconception: nothing_not_expected
# Looks at the first byte of a message that has none.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)
print('waiting for a client...')

conn, client_addr = server.accept()
print('client:', client_addr)

data = conn.recv(1024)
print('message:', data, 'first byte:', data[0])
conn.send(data.upper())

conn.close()
server.close()
