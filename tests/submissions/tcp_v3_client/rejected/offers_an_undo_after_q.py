# fails: asks_nothing_after_q
# misconception: no_way_out
# After q it waits for the keyboard for a second more, in case the user wants to stay, and only then ends by itself.
import select
import socket
import sys

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        print("Leaving. Press Enter within a second to stay.")
        ready, _, _ = select.select([sys.stdin], [], [], 1)
        if not ready:
            break
        sys.stdin.readline()
    elif msg:
        client.sendall(msg.encode())
        print(client.recv(1024).decode())

client.close()
