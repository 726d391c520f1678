# fails: sends_what_was_typed
# misconception: text_for_bytes
# It passes a str to send(), which takes bytes.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    text = input("text: ").strip()
    if text == "q":
        break
    if text:
        client.send(text)
        print(client.recv(1024))

client.close()
