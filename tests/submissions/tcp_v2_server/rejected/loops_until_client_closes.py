# fails: closes_each_connection
# misconception: waits_for_the_client_to_leave
# Goes on receiving until the client closes, as the third version does.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    while True:
        data = conn.recv(1024)
        if not data:
            break
        print('message:', data)
        conn.send(data.upper())
    conn.close()
