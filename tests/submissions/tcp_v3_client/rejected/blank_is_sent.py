# fails: skips_blank_input
# misconception: empty_message_sent
# It looks for empty input before it strips, so that blanks alone become an empty message that has no reply.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    if not line:
        continue
    line = line.strip()
    if line == "q":
        break
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
