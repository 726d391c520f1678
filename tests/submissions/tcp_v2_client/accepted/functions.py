import socket

HOST = "127.0.0.1"
PORT = 8080


def ask(message: bytes) -> bytes:
    """One connection per question: that is what this version of the server offers."""
    with socket.socket() as sock:
        sock.connect((HOST, PORT))
        sock.sendall(message)
        return sock.recv(1024)


def main() -> None:
    reply = ask(b"version Two")
    print("reply:", reply)


if __name__ == "__main__":
    main()
