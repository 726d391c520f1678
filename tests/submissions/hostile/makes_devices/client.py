# attack: makes a device that is the machine's disk or its memory
# family: escape
# score: full
# stopped: namespaces user plain
import os
import socket

for device in (os.makedev(8, 0), os.makedev(1, 1), os.makedev(254, 0)):
    try:
        os.mknod("/tmp/device_@TOKEN@", 0o60666, device)
        print("GAINED a device")
        os.remove("/tmp/device_@TOKEN@")
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
