# attack: finds a way to another machine (it asks for the route only: no packet is sent)
# family: escape
# score: full
# stopped: namespaces
import socket

for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as out:
            out.connect((address, 9))
            print("GAINED a way out")
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
