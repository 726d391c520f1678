# fails: connects
# misconception: socket_for_each_message
# It tries the address with a connection of its own before it makes the real one.
import socket

ADDRESS = ("127.0.0.1", 8080)


def server_is_there():
    probe = socket.socket()
    error = probe.connect_ex(ADDRESS)
    probe.close()
    return error == 0


if server_is_there():
    client = socket.socket()
    client.connect(ADDRESS)
    client.sendall(b"Hello")
    print(client.recv(1024).decode())
    client.close()
else:
    print("start the server first")
