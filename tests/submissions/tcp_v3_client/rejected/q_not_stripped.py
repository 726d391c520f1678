# fails: quits_on_q_with_blanks_around_it
# misconception: looks_before_stripping
# It looks for q before it strips, so that q with blanks around it is sent as a message.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    if line == "q":
        break
    line = line.strip()
    if not line:
        continue
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
