# fails: rests_when_nobody_speaks
# misconception: asks_without_rest
# Once a client has left, a loop without a pause waits until somebody else comes.
import socket

server = socket.create_server(("127.0.0.1", 8081))


def next_client(first):
    """Block for the first client; try again and again for the others."""
    server.setblocking(first)
    while True:
        try:
            connection, address = server.accept()
        except BlockingIOError:
            pass
        else:
            connection.setblocking(True)
            return connection, address


first = True
while True:
    connection, address = next_client(first)
    first = False
    print(address)
    try:
        while data := connection.recv(1024):
            connection.sendall(data.upper())
    except OSError as error:
        print(error)
    connection.close()
