# attack: behaves well in the first two runs only, so that the samples pass
# family: cheat
# score: full
# slot: tcp_v1/client.py
# stopped: namespaces user
import socket
import tempfile

count = 0
path = tempfile.gettempdir() + "/runs_@TOKEN@"
try:
    count = len(open(path).read())
    open(path, "a").write("x")
except OSError:
    open(path, "w").write("x")
if count:
    print("GAINED it knows that it has run before")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
