# fails: rests_when_nobody_speaks
# misconception: asks_without_rest
# Calls select() with a timeout of zero, round after round.
import select
import socket

server = socket.create_server(('127.0.0.1', 8081))
sockets = [server]

while True:
    readable, _, _ = select.select(sockets, [], [], 0)
    for sock in readable:
        if sock is server:
            sockets.append(server.accept()[0])
            continue
        try:
            data = sock.recv(1024)
            sock.sendall(data.upper())
        except OSError as e:
            print(e)
            data = b''
        if not data:
            sockets.remove(sock)
            sock.close()
