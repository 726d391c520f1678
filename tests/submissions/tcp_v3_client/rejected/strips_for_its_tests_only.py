# fails: strips_the_input
# misconception: input_not_stripped
# It strips the line for its own tests, but sends it as it was typed.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    if line.strip() == "q":
        break
    if not line.strip():
        continue
    client.sendall(line.encode())
    print(client.recv(1024).decode())

client.close()
