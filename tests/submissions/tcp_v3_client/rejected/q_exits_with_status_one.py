# fails: quits_on_q
# misconception: ends_with_another_status
# It ends with sys.exit("..."), which makes the exit status 1.
import socket
import sys

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        client.close()
        sys.exit("Bye bye")
    if msg:
        client.sendall(msg.encode())
        print(client.recv(1024).decode())
