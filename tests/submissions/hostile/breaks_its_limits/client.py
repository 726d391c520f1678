# attack: raises the limits that were set for it
# family: escape
# score: full
# stopped: namespaces user
import os
import resource
import socket

for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("GAINED", kind)
    except (OSError, ValueError):
        pass
try:
    os.nice(-1)
    print("GAINED priority")
except OSError:
    pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
