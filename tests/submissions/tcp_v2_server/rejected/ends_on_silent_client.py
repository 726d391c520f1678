# fails: survives_a_silent_client
# misconception: silence_ends_it
# Takes the end of the stream for the end of its work.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    data = conn.recv(1024)
    if not data:
        break
    print('message:', data)
    conn.send(data.upper())
    conn.close()
