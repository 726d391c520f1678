# attack: becomes root, by asking or by a program that makes one so
# family: escape
# score: full
# stopped: namespaces user
import os
import socket

for become in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0])):
    try:
        become()
        print("GAINED", os.getresuid(), os.getgroups())
    except OSError:
        pass
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
if int(status["CapEff"], 16) or int(status["CapBnd"], 16) and status["NoNewPrivs"].strip() != "1":
    print("GAINED privileges")

# From here on it is an honest client.
with socket.create_connection(("127.0.0.1", 8080)) as server:
    server.sendall(b"hello")
    print(server.recv(1024))
