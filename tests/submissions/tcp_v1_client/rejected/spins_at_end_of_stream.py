# fails: closes_the_connection, exits_cleanly
# misconception: prints_at_the_end_of_stream
# It receives in a loop that does not notice the end of the stream, and prints empty bytes for ever.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"Hello")

while True:
    data = client.recv(1024)
    print(data)
