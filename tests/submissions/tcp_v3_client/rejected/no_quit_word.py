# fails: quits_on_q
# misconception: no_way_out
# No word ends it: q is sent like any other message, and the program waits for a reply.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input(">>: ").strip()
    if not msg:
        continue
    client.send(msg.encode("utf-8"))
    data = client.recv(1024)
    print(data.decode("utf-8"))

client.close()
