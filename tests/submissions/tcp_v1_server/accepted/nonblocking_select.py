import select
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.setblocking(False)
server.bind(("127.0.0.1", 8080))
server.listen(5)

waiting_for = [server]
finished = False
while not finished:
    readable, _, _ = select.select(waiting_for, [], [])
    for sock in readable:
        if sock is server:
            connection, address = server.accept()
            connection.setblocking(False)
            waiting_for = [connection]
        else:
            data = sock.recv(1024)
            print("from", address, "came", data)
            sock.send(data.upper())
            sock.close()
            finished = True
server.close()
