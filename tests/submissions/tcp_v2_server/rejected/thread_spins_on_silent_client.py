# fails: keeps_running
# misconception: end_of_stream_not_seen
# A silent client's thread receives the end of the stream again and again, for ever.
import socket
import threading


def serve(connection):
    data = b""
    while not data:
        data = connection.recv(1024)
    connection.sendall(data.upper())
    connection.close()


listener = socket.create_server(("127.0.0.1", 8080))
while True:
    connection, address = listener.accept()
    print("client", address)
    threading.Thread(target=serve, args=(connection,)).start()
