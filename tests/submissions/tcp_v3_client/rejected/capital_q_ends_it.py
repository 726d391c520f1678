# fails: sends_words_that_contain_q
# misconception: finds_q_in_other_words
# It lower-cases the line before it looks for q, so that Q ends it too.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg.lower() == "q":
        break
    if not msg:
        continue
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

client.close()
