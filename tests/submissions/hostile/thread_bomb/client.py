# attack: starts threads until none can be had
# family: exhaust
# score: full
# bounded: namespaces user plain
import socket
import threading

enough = threading.Event()
try:
    for _ in range(2000):
        threading.Thread(target=enough.wait, daemon=True).start()
except (RuntimeError, MemoryError):
    pass
enough.set()

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
