import socket

buffer = bytearray(4096)
view = memoryview(buffer)


def echo(connection):
    while count := connection.recv_into(view):
        reply = memoryview(buffer[:count].upper())
        while reply:
            reply = reply[connection.send(reply):]


with socket.create_server(("127.0.0.1", 8081), backlog=0) as listener:
    while True:
        connection, _ = listener.accept()
        try:
            echo(connection)
        except OSError as error:
            print(type(error).__name__)
        finally:
            connection.close()
