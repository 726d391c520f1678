# fails: exits_cleanly
# misconception: ends_with_another_status
# It ends with the exit status 1 as if something had gone wrong.
import socket


def main():
    client = socket.socket()
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"hello")
    print(client.recv(1024).decode())
    client.close()
    return True


if __name__ == "__main__":
    raise SystemExit(main())
