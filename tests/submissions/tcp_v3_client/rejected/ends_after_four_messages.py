# fails: holds_a_conversation
# misconception: ends_too_early
# It takes four messages and then leaves by itself.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

sent = 0
while sent < 4:
    msg = input(f"message {sent + 1}: ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    client.sendall(msg.encode())
    print(client.recv(1024).decode())
    sent += 1

client.close()
