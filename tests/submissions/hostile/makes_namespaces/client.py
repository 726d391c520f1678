# attack: makes namespaces, in which it would be root
# family: escape
# score: full
# stopped: namespaces user plain
import ctypes
import os
import socket

libc = ctypes.CDLL(None)
if libc.unshare(0x10000000) == 0 or libc.syscall({"x86_64": 56}.get(os.uname().machine, 220), 0x10000000 | 17, 0, 0, 0, 0) >= 0:
    print("GAINED a namespace")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
