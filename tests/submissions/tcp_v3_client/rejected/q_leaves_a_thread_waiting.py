# fails: quits_on_q
# misconception: thread_left_behind
# The main thread ends after q, but a thread that is no daemon still waits in recv(), and so the process goes on.
import socket
import threading

client = socket.socket()
client.connect(("127.0.0.1", 8081))


def receive():
    while True:
        try:
            data = client.recv(1024)
        except OSError:
            break
        if not data:
            break
        print("\nreceived:", data.decode())


thread = threading.Thread(target=receive)
thread.start()

while thread.is_alive():
    msg = input("> ").strip()
    if msg == "q":
        break
    if msg and thread.is_alive():
        client.sendall(msg.encode())

print("Goodbye")
