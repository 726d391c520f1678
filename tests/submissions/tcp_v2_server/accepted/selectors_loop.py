import selectors
import socket

selector = selectors.DefaultSelector()


def accept(listener):
    connection, address = listener.accept()
    print("hello,", address)
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ, answer)


def answer(connection):
    data = connection.recv(1024)
    if data:
        connection.sendall(data.upper())
    selector.unregister(connection)
    connection.close()


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8080))
listener.listen(100)
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ, accept)

while True:
    for key, _events in selector.select():
        key.data(key.fileobj)
