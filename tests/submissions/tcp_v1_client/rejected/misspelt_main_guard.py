# fails: connects
# misconception: never_begins
# The main guard says "__mian__", so that main() is never called.
import socket


def main():
    client = socket.socket()
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"Hello")
    print(client.recv(1024).decode())
    client.close()


if __name__ == "__mian__":
    main()
