# fails: sends_what_was_typed
# misconception: other_encoding
# It encodes as ASCII, so that Chinese raises a UnicodeEncodeError.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while (line := input("line: ").strip()) != "q":
    if line:
        client.sendall(line.encode("ascii"))
        print(client.recv(1024).decode("ascii"))

client.close()
