# fails: keeps_running
# misconception: asks_without_rest
# Asks a non-blocking accept() again and again without a pause.
import socket

listener = socket.create_server(("127.0.0.1", 8080))
listener.setblocking(False)

while True:
    try:
        connection, address = listener.accept()
    except BlockingIOError:
        continue
    connection.setblocking(True)
    print("client", address)
    data = connection.recv(1024)
    connection.sendall(data.upper())
    connection.close()
