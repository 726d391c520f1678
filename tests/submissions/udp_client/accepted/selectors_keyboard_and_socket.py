import selectors
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setblocking(False)

selector = selectors.DefaultSelector()
selector.register(sys.stdin, selectors.EVENT_READ)
selector.register(client, selectors.EVENT_READ)

print("> ", end="", flush=True)
running = True
while running:
    for key, _ in selector.select():
        if key.fileobj is client:
            data, _ = client.recvfrom(1024)
            print("=", data.decode())
            print("> ", end="", flush=True)
        else:
            line = sys.stdin.readline()
            if line == "":
                running = False
                break
            client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
