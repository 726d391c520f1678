# fails: ends_when_the_server_is_gone
# misconception: server_gone_unnoticed
# It receives until something comes; after the end of the stream recv() returns b"" at once, for ever.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if not msg:
        continue
    if msg == "q":
        break
    client.sendall(msg.encode())
    reply = b""
    while not reply:
        reply = client.recv(1024)
    print(reply.decode())

client.close()
