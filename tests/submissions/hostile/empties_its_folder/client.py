# attack: removes its own program and puts another one in its place, for its next run
# family: write
# score: full
# stopped: namespaces user plain
import os
import socket

for name in os.listdir("."):
    os.remove(name)
with open("client.py", "w") as other:
    other.write("print('GAINED its next run')")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
