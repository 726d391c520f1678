# fails: keeps_running
# misconception: asks_without_rest
# Calls select() with a timeout of zero, round after round.
import select
import socket

server = socket.create_server(('127.0.0.1', 8080))
sockets = [server]

while True:
    readable, _, _ = select.select(sockets, [], [], 0)
    for sock in readable:
        if sock is server:
            conn, addr = server.accept()
            print(addr)
            sockets.append(conn)
        else:
            data = sock.recv(1024)
            sock.sendall(data.upper())
            sockets.remove(sock)
            sock.close()
