# fails: answers
# misconception: double_accept
# Calls accept() once before the loop, so that the first client is thrown away.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

first = server.accept()
print('first client:', first[1])

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    while True:
        try:
            data = conn.recv(1024)
            if not data:
                break
            print('message:', data)
            conn.sendall(data.upper())
        except OSError as e:
            print('error:', e)
            break
    conn.close()
