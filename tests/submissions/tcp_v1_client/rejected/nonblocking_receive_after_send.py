# fails: prints_the_reply, exits_cleanly
# misconception: unexpected_exception
# Receives at once over a connection that does not block: the reply has not come yet.
import socket

client = socket.create_connection(("127.0.0.1", 8080))
client.sendall(b"Hello")
client.setblocking(False)
print(client.recv(1024))
client.close()
