# fails: sends_what_was_typed
# misconception: newline_sent
# It sends a newline behind every message.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input(">>: ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    client.send((msg + "\n").encode("utf-8"))
    print(client.recv(1024).decode("utf-8"))

client.close()
