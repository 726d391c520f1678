# attack: modules beside the program have names that the grader and pytest import
# family: confuse
# score: 0
# stopped: namespaces user plain
import socket

pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
