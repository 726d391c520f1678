import select
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.setblocking(False)
server.bind(("127.0.0.1", 8080))
server.listen(5)

inputs = [server]
replies = {}

while True:
    readable, writable, _ = select.select(inputs, list(replies), [])
    for sock in readable:
        if sock is server:
            conn, addr = server.accept()
            print("accepted", addr)
            conn.setblocking(False)
            inputs.append(conn)
        else:
            replies[sock] = sock.recv(1024).upper()
            inputs.remove(sock)
    for sock in writable:
        count = sock.send(replies[sock])
        replies[sock] = replies[sock][count:]
        if not replies[sock]:
            del replies[sock]
            sock.close()
