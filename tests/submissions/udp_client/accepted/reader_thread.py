import socket
import threading

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind(("127.0.0.1", 0))  # so that recvfrom() has an address before the first sendto()


def show_replies():
    while True:
        data, sender = client.recvfrom(1024)
        print(f"\n{sender}: {data.decode()!r}")


threading.Thread(target=show_replies, daemon=True).start()

while True:
    try:
        line = input("> ")
    except EOFError:
        break
    client.sendto(line.strip().encode(), ("127.0.0.1", 8080))
