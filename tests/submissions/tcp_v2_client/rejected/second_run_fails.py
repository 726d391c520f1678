# fails: runs_again_and_again
# It leaves its lock file behind, so that every further run believes that another one is still running.
import os
import socket
import sys
import tempfile

LOCK = os.path.join(tempfile.gettempdir(), "tcp_v2_client.lock")

if os.path.exists(LOCK):
    sys.exit("another client is running")
open(LOCK, "w").close()

client = socket.socket()
client.connect(("127.0.0.1", 8080))
client.sendall(b"hello")
print(client.recv(1024))
client.close()
