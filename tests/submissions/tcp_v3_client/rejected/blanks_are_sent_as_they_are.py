# fails: skips_blank_input
# misconception: input_not_stripped
# It sends the unstripped line where stripping leaves nothing.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    line = input("> ")
    text = line.strip() or line
    if text == "q":
        break
    if len(text) == 0:
        continue
    client.sendall(text.encode())
    print(client.recv(1024).decode())

client.close()
