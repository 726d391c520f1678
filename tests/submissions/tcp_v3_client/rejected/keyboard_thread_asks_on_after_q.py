# fails: asks_nothing_after_q
# misconception: no_way_out
# The thread that reads the keyboard knows nothing of q and asks again, until the main thread ends the program.
import queue
import socket
import threading
import time

lines = queue.Queue()
answered = threading.Event()


def read_keyboard():
    while True:
        lines.put(input("> ").strip())
        answered.wait(1)
        answered.clear()


client = socket.socket()
client.connect(("127.0.0.1", 8081))
threading.Thread(target=read_keyboard, daemon=True).start()

while (line := lines.get()) != "q":
    if line:
        client.sendall(line.encode())
        print(client.recv(1024).decode())
    answered.set()

answered.set()
client.close()
print("closing ...")
time.sleep(1)
