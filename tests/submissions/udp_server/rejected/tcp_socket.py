# fails: listens
# misconception: other_protocol
# Makes a TCP socket and listens, as the versions before did.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)

while True:
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, data)
    conn.sendall(data.upper())
    conn.close()
