# attack: reads the memory and the descriptors of the process at the other end
# family: read
# score: full
# stopped: namespaces user
import glob
import os
import socket

for process in glob.glob("/proc/[0-9]*"):
    if int(process[6:]) in {1, os.getpid()}:
        continue
    try:
        os.listdir(process + "/fd")
        open(process + "/mem", "rb").close()
        print("GAINED", process)
        break
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
