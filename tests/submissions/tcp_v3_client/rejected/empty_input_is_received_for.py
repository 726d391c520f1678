# fails: skips_empty_input, skips_blank_input
# misconception: empty_message_sent
# It does not send empty input, but waits for a reply to it all the same.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if msg:
        client.sendall(msg.encode())
    reply = client.recv(1024)
    print(reply.decode())

client.close()
