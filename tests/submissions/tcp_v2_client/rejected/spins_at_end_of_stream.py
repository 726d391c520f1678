# fails: runs_again_and_again, exits_cleanly
# misconception: end_of_stream_not_seen
# It waits in a loop for more data and does not notice that the stream has ended.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"hello")

received = b""
while len(received) < 1024:
    data = client.recv(1024)
    received += data
    if data:
        print(data.decode())

client.close()
