# fails: holds_a_conversation
# misconception: socket_for_each_message
# It makes a new connection for every message.
import socket

while True:
    msg = input(">>: ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 8081))
    client.send(msg.encode("utf-8"))
    print(client.recv(1024).decode("utf-8"))
    client.close()
