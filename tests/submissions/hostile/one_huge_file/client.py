# attack: makes one file of ten gigabytes, all of it a hole
# family: exhaust
# score: full
# stopped: namespaces user plain
import socket
import tempfile

try:
    with tempfile.TemporaryFile() as file:
        file.truncate(10 << 30)
        print("GAINED a huge file")
except OSError:
    pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
