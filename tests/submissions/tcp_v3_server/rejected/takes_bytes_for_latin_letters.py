# fails: answers_any_bytes
# misconception: sends_something_else
# Decodes as Latin-1, which has letters of its own to write in upper case.
import socket
import threading


def serve(connection, address):
    print(address, "connected")
    try:
        while True:
            data = connection.recv(1024)
            if not data:
                break
            connection.sendall(data.decode("latin-1").upper().encode("latin-1", "replace"))
    except OSError as error:
        print(address, error)
    finally:
        connection.close()


listener = socket.create_server(("127.0.0.1", 8081))
while True:
    connection, address = listener.accept()
    threading.Thread(target=serve, args=(connection, address)).start()
