# attack: opens descriptors until none are left
# family: exhaust
# score: full
# stopped: namespaces user plain
import socket

taken = []
try:
    while len(taken) < 5000:
        taken.append(open("/dev/null"))
    print("GAINED 5000 descriptors")
except OSError:
    pass
taken.clear()

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
