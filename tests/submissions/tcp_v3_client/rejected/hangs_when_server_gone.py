# fails: ends_when_the_server_is_gone
# misconception: server_gone_unnoticed
# A thread takes the replies and dies with the connection, and the main thread waits for it to report one for ever.
import queue
import socket
import threading

replies = queue.Queue()
client = socket.socket()
client.connect(("127.0.0.1", 8081))


def receive():
    while data := client.recv(1024):
        replies.put(data.decode())


threading.Thread(target=receive, daemon=True).start()

while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if not msg:
        continue
    try:
        client.sendall(msg.encode())
    except OSError:
        pass
    print(replies.get())

client.close()
