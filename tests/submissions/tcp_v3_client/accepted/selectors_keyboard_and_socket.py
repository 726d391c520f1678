import selectors
import socket
import sys

client = socket.socket()
client.connect(("127.0.0.1", 8081))

selector = selectors.DefaultSelector()
selector.register(sys.stdin, selectors.EVENT_READ, "keyboard")
selector.register(client, selectors.EVENT_READ, "server")


def prompt():
    print("> ", end="", flush=True)


def from_keyboard():
    line = sys.stdin.readline()
    if line == "" or line.strip() == "q":
        return False
    if line.strip():
        client.sendall(line.strip().encode())
    else:
        prompt()
    return True


def from_server():
    data = client.recv(1024)
    if not data:
        print("\nthe server has closed the connection")
        return False
    print(data.decode())
    prompt()
    return True


prompt()
going_on = True
while going_on:
    for key, _ in selector.select():
        going_on = from_keyboard() if key.data == "keyboard" else from_server()
        if not going_on:
            break

selector.close()
client.close()
