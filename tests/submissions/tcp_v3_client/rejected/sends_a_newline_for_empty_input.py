# fails: skips_empty_input, skips_blank_input
# misconception: newline_sent
# It sends a newline when nothing was typed, so that there is something to answer.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip() or "\n"
    if msg == "q":
        break
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

client.close()
