# fails: sends_what_was_typed
# misconception: sends_something_else
# It upper-cases the message itself before it sends it.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    message = input("Message: ").strip()
    if message == "":
        continue
    if message == "q":
        break
    client.sendall(message.upper().encode())
    print(client.recv(1024).decode())

client.close()
