# attack: writes into its own program, the copy that runs and the one that was handed in, for its next run
# family: write
# score: full
# stopped: namespaces user
import glob
import os
import socket

for path in (__file__, "@SUBMISSION@/*/client.py"):
    for found in glob.glob(path):
        try:
            with open(found, "r+") as program:
                if program.read().endswith("# CHANGED\n"):
                    print("GAINED", found)
                program.write("# CHANGED\n")
            if found != os.path.abspath(__file__):
                print("GAINED", found)
        except OSError:
            pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
