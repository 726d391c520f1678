import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

while True:
    conn, client_addr = server.accept()
    print(client_addr)

    while True:
        try:
            data = conn.recv(1024)
            if len(data) == 0:
                break
            print('from the client:', data)
            conn.send(data.upper())
        except OSError:
            break

    conn.close()

server.close()
