# fails: closes_the_connection
# misconception: closes_before_everything_is_read
# It sets SO_LINGER with a time of zero, so that close() resets the connection.
import socket
import struct

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
client.connect(("127.0.0.1", 8080))
client.send(b"Hello")
print(client.recv(1024))
client.close()
