# fails: leaks_no_sockets
# misconception: sockets_are_not_closed
# Closes the connections of lost clients and keeps those of polite ones.
import socket
import threading


def serve(connection, address):
    print(address, "connected")
    try:
        while True:
            data = connection.recv(1024)
            if not data:
                break
            connection.sendall(data.upper())
        polite.append(connection)
    except OSError as error:
        print(address, error)
        connection.close()


polite = []
listener = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, address = listener.accept()
    threading.Thread(target=serve, args=(connection, address)).start()
