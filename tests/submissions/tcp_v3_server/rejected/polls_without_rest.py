# fails: rests_when_nobody_speaks
# misconception: asks_without_rest
# Asks a non-blocking accept() again and again without a pause.
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
    except OSError as error:
        print(address, error)
    finally:
        connection.close()


listener = socket.create_server(("127.0.0.1", 8081))
listener.setblocking(False)
while True:
    try:
        connection, address = listener.accept()
    except BlockingIOError:
        continue
    connection.setblocking(True)
    threading.Thread(target=serve, args=(connection, address)).start()
