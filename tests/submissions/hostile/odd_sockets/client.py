# attack: opens sockets that no namespace holds back, or that see everybody's packets
# family: escape
# score: full
# stopped: namespaces user
import socket

for family, kind in ((40, socket.SOCK_STREAM), (17, socket.SOCK_RAW), (38, socket.SOCK_SEQPACKET), (socket.AF_INET, socket.SOCK_RAW)):
    try:
        socket.socket(family, kind).close()
        print("GAINED a socket of family", family)
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
