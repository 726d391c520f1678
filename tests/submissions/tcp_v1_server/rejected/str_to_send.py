# fails: answers_the_first_client, exits_after_one_client, survives_a_silent_client
# misconception: text_for_bytes
# Gives send() a str, so that it raises.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)
print('waiting for a client...')

conn, client_addr = server.accept()
print('client:', client_addr)

data = conn.recv(1024)
print('message:', data)
conn.send(data.decode().upper())

conn.close()
server.close()
