# fails: runs_again_and_again
# misconception: unexpected_exception
# It counts its runs in a file and sends one word of a list of two per run, so that the third run has none.
import os
import socket
import tempfile

WORDS = ["first", "second"]
COUNTER = os.path.join(tempfile.gettempdir(), "client_runs.txt")

runs = 0
if os.path.exists(COUNTER):
    with open(COUNTER) as file:
        runs = int(file.read())
with open(COUNTER, "w") as file:
    file.write(str(runs + 1))

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(WORDS[runs].encode())
print(client.recv(1024).decode())
client.close()
