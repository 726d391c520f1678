# fails: quits_on_q
# misconception: no_way_out
# After q it asks whether that was meant, and waits for the keyboard again.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

while True:
    msg = input("> ").strip()
    if msg == "q":
        if input("Really quit? y/n ").strip() == "y":
            break
        continue
    if not msg:
        continue
    client.sendall(msg.encode())
    print(client.recv(1024).decode())

client.close()
