# fails: runs_again_and_again
# misconception: leaves_without_a_word
# It keeps the first reply in a file and prints that one in every later run, without asking the server.
import pathlib
import socket
import tempfile

cache = pathlib.Path(tempfile.gettempdir()) / "reply.cache"

if cache.exists():
    reply = cache.read_bytes()
else:
    with socket.create_connection(("127.0.0.1", 8080)) as client:
        client.sendall(b"hello")
        reply = client.recv(1024)
    cache.write_bytes(reply)

print("Reply:", reply.decode())
