# fails: quits_on_q
# It sets SO_LINGER with a time of zero, so that closing after q resets the connection.
import socket
import struct

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if msg:
        client.sendall(msg.encode())
        print(client.recv(1024).decode())

client.close()
