import socket
import threading


def read(client):
    print("the server said", client.recv(1024).decode())


with socket.create_connection(("127.0.0.1", 8080)) as client:
    reader = threading.Thread(target=read, args=(client,))
    reader.start()
    client.sendall(b"from the main thread")
    reader.join()
