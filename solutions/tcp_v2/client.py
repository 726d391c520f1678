"""The client of version 2: one message, one reply. The same server serves every new run of it."""

import socket

SERVER = ("127.0.0.1", 8080)


def main() -> None:
    """Hold the whole conversation."""
    # Nothing had to change here since version 1. Every run is a new process with a new socket,
    # and the system gives it a new port: so the server sees a new client each time.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect(SERVER)
        client.sendall(b"Hello again!")
        # Print whatever comes back. What the reply says is the server's business.
        reply = client.recv(1024)
        print(f"the server replies {reply!r}")


if __name__ == "__main__":
    main()
