# fails: skips_blank_input
# misconception: unexpected_exception
# It splits the line into words and fails with an IndexError where there is none.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    if line == "":
        continue
    if line.split()[0] == "q" and len(line.split()) == 1:
        break
    client.sendall(line.strip().encode())
    print(client.recv(1024).decode())

client.close()
