# attack: opens the checks and the grader for writing
# family: write
# score: full
# stopped: namespaces user
import glob
import os
import socket

for path in ("@ROOT@/grader/lesson/checks/*/*.py", "@ROOT@/grader/*.py",):
    for found in glob.glob(path):
        try:
            os.close(os.open(found, os.O_WRONLY))  # nothing is written: it is enough that it could be
            print("GAINED", found)
            break
        except OSError:
            pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
