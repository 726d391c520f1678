# fails: sends_what_was_typed
# misconception: ends_too_early
# Whatever is typed ends it: a letter alone is true, whatever it is compared with.
import socket

client = socket.create_connection(("127.0.0.1", 8081))
while True:
    message = input(">>: ").strip()
    if not message:
        continue
    if message == "Q" or "q":
        break
    client.send(message.encode())
    print(client.recv(1024).decode())
client.close()
