# fails: sends_what_was_typed
# misconception: sends_something_else
# Sends its user's name before each message.
import socket

client = socket.create_connection(("127.0.0.1", 8081))
while True:
    message = input("your message: ").strip()
    if message == "q":
        break
    if message:
        client.sendall(f"student: {message}".encode())
        reply = client.recv(1024)
        if not reply:
            break
        print(reply.decode())
client.close()
