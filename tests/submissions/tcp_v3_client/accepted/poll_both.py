import select
import socket
import sys

server = socket.create_connection(("127.0.0.1", 8081))
poller = select.poll()
poller.register(0, select.POLLIN)
poller.register(server.fileno(), select.POLLIN)

print("Write to the server (q: quit)", flush=True)
while True:
    ready = [fd for fd, event in poller.poll()]
    if server.fileno() in ready:
        reply = server.recv(1024)
        if reply == b"":
            sys.exit("server gone")
        print(reply)
    if 0 in ready:
        line = sys.stdin.readline()
        if line == "" or line.strip() == "q":
            break
        if line.strip():
            server.sendall(line.strip().encode("utf-8"))

server.close()
