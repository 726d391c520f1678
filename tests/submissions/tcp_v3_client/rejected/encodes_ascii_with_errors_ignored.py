# fails: sends_what_was_typed
# misconception: other_encoding
# It encodes as ASCII and ignores what does not fit, so that Chinese characters never go over the wire.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("line: ").strip()
    if line == "q":
        break
    if not line:
        continue
    client.sendall(line.encode("ascii", errors="ignore"))
    print(client.recv(1024).decode())

client.close()
