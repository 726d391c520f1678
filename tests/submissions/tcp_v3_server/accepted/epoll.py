import select
import socket

listener = socket.create_server(("127.0.0.1", 8081))
poller = select.epoll()
poller.register(listener, select.EPOLLIN)
clients = {}

while True:
    for fileno, event in poller.poll(0.2):
        if fileno == listener.fileno():
            connection, _ = listener.accept()
            clients[connection.fileno()] = connection
            poller.register(connection, select.EPOLLIN)
            del connection
            continue
        try:
            data = clients[fileno].recv(1024)
            clients[fileno].sendall(data.upper())
        except OSError as error:
            print("error:", error)
            data = b""
        if not data:
            poller.unregister(fileno)
            clients.pop(fileno).close()
