import socket

TICK = 0.25


def wait_for(call, *arguments):
    while True:
        try:
            return call(*arguments)
        except TimeoutError:
            pass


def talk(connection):
    connection.settimeout(TICK)
    while True:
        try:
            data = wait_for(connection.recv, 1024)
            if not data:
                return
            connection.sendall(data.upper())
        except ConnectionError as error:
            print("gone:", error)
            return


listener = socket.create_server(("127.0.0.1", 8081))
listener.settimeout(TICK)
while True:
    connection, address = wait_for(listener.accept)
    print("come:", address)
    with connection:
        talk(connection)
