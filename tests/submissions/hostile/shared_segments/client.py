# attack: takes shared memory that no limit of a process counts
# family: exhaust
# score: full
# stopped: namespaces user plain
import ctypes
import socket

libc = ctypes.CDLL(None)
segment = libc.shmget(0, ctypes.c_size_t(1 << 20), 0o1600)
if segment >= 0:
    print("GAINED a segment")
    libc.shmctl(segment, 0, None)
if libc.memfd_create(b"memory", 0) >= 0:
    print("GAINED a file in memory")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
