# attack: asks for more memory than there is for one process
# family: exhaust
# score: full
# stopped: namespaces user plain
import socket

try:
    bytearray(4 << 30)
    print("GAINED four GiB")
except MemoryError:
    pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
