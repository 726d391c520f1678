# fails: answers_the_first_client, exits_after_one_client, shows_the_conversation, survives_a_silent_client
# misconception: double_accept
# Calls accept() twice, so that the first client is thrown away.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)
print('waiting for a client...')

print(server.accept())
conn, client_addr = server.accept()

data = conn.recv(1024)
print('message:', data)
conn.send(data.upper())

conn.close()
server.close()
