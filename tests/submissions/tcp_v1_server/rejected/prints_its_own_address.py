# fails: shows_the_conversation
# misconception: conversation_not_shown
# Prints the server's own address instead of the client's.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)
print('waiting for a client...')

conn, client_addr = server.accept()
print('client:', conn.getsockname())

data = conn.recv(1024)
print('message:', data)
conn.send(data.upper())

conn.close()
server.close()
