import socket
import sys

client = socket.socket()
client.connect(("127.0.0.1", 8081))
client.settimeout(2)


def receive():
    for attempt in range(3):
        try:
            return client.recv(1024)
        except socket.timeout:
            print("no answer yet, attempt", attempt + 1)
    return b""


while True:
    text = input("send: ").strip()
    if not text:
        continue
    if text == "q":
        break
    try:
        client.sendall(text.encode())
        reply = receive()
    except OSError as error:
        print("network error:", error)
        sys.exit(2)
    if not reply:
        print("giving up")
        sys.exit(2)
    print("got:", reply.decode())

client.close()
