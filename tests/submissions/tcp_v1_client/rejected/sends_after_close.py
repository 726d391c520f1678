# fails: exits_cleanly
# misconception: uses_a_closed_socket
# It closes the socket and then wants to send a last word over it.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"Hello")
print(client.recv(1024))
client.close()
client.sendall(b"bye")
