# fails: asks_for_input
# misconception: does_not_compile
# A colon is missing, so that Python cannot even read the program.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True
    msg = input("> ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

client.close()
