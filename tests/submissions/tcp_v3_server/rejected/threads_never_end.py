# fails: leaks_no_sockets
# misconception: sockets_are_not_closed
# A client's thread neither ends nor closes when the client has left.
import socket
import threading


def serve(connection, address):
    print(address, "connected")
    try:
        while True:
            data = connection.recv(1024)
            if not data:
                threading.Event().wait()
            connection.sendall(data.upper())
    except OSError as error:
        print(address, error)
    finally:
        connection.close()


listener = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, address = listener.accept()
    threading.Thread(target=serve, args=(connection, address)).start()
