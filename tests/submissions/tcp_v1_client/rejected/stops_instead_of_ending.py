# fails: exits_cleanly
# misconception: stopped_by_a_signal
import os
import signal
import socket

client = socket.create_connection(("127.0.0.1", 8080))
client.sendall(b"hello")
print(client.recv(1024))
client.close()
os.kill(os.getpid(), signal.SIGSTOP)
