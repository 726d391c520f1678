import socket
import threading

client = socket.socket()
client.connect(("127.0.0.1", 8081))
gone = threading.Event()


def listen():
    """Print whatever the server says until it, or we, hang up."""
    while True:
        try:
            data = client.recv(1024)
        except OSError:
            data = b""
        if not data:
            gone.set()
            return
        print("\n<<<", data.decode())


reader = threading.Thread(target=listen, daemon=True)
reader.start()

while not gone.is_set():
    line = input(">>> ").strip()
    if line == "q":
        break
    if gone.is_set():
        print("The server has hung up.")
        break
    if line:
        try:
            client.sendall(line.encode())
        except OSError:
            break

try:
    client.shutdown(socket.SHUT_RDWR)
except OSError:
    pass
reader.join()
client.close()
