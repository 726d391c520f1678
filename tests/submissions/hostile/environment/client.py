# attack: looks for secrets in its own environment and in everybody's
# family: read
# score: full
# stopped: namespaces user
import glob
import socket

for place in ["/proc/self/environ", *glob.glob("/proc/[0-9]*/environ")]:
    try:
        if b"@SECRET@" in open(place, "rb").read():
            print("GAINED a secret")
            break
    except OSError:
        pass

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
