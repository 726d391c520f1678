# fails: asks_for_input
# misconception: nothing_asked
# The prompt has no newline and is not flushed, so that it stays in the buffer while the program waits.
import socket
import sys

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    print("message: ", end="")
    line = sys.stdin.readline()
    if not line:  # Ctrl-D
        break
    line = line.strip()
    if line == "":
        continue
    if line == "q":
        break
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
