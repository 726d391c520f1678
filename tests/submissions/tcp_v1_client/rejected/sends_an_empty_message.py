# fails: sends_a_message
# misconception: waits_before_it_has_asked
# The message is empty: send(b"") puts nothing on the wire, and recv() waits for ever.
import socket

message = ""

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(message.encode())
print(client.recv(1024).decode())
client.close()
