# fails: serves_client_after_client, closes_each_connection
# misconception: sends_something_else
# Answers everybody after the fourth client with 'full'.
import socket

LIMIT = 4

server = socket.create_server(("127.0.0.1", 8080))
clients = set()

while True:
    conn, addr = server.accept()
    with conn:
        data = conn.recv(1024)
        clients.add(addr)
        if len(clients) > LIMIT:
            print(addr, "comes too late")
            conn.sendall(b"full")
        else:
            conn.sendall(data.upper())
