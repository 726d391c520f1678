# fails: closes_each_connection
# misconception: waits_for_the_client_to_leave
# Waits for the end of the stream before it closes.
import socket
import threading


def serve(connection):
    data = connection.recv(1024)
    connection.sendall(data.upper())
    while connection.recv(1024):
        pass
    connection.close()


listener = socket.create_server(("127.0.0.1", 8080))
while True:
    connection, address = listener.accept()
    print("client", address)
    threading.Thread(target=serve, args=(connection,)).start()
