# fails: quits_on_q
# misconception: no_way_out
# It closes the connection after q and then waits for Enter before it ends.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

client.close()
input("Press Enter to close the window")
