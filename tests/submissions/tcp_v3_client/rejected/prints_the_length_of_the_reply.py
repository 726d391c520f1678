# fails: prints_the_reply
# misconception: reply_not_shown
# It prints how many bytes came back, not what they are.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("Message: ").strip()
    if msg == "q":
        break
    if msg == "":
        continue
    client.sendall(msg.encode())
    data = client.recv(1024)
    print("received", len(data), "bytes")

client.close()
