# fails: sends_what_was_typed
# misconception: says_nothing
# It reads a line and receives, but forgets to send.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))

while True:
    msg = input(">>: ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    message = msg.encode("utf-8")
    data = client.recv(1024)
    print(data.decode("utf-8"))

client.close()
