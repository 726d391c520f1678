# fails: skips_empty_input
# misconception: empty_message_sent
# It skips what isspace() calls blank, but "".isspace() is False, so that Enter alone is sent as nothing.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    if line.isspace():
        continue
    line = line.strip()
    if line == "q":
        break
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
