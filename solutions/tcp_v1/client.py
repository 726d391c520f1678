"""The client of version 1: connect, send one message, print the reply, close."""

import socket

SERVER = ("127.0.0.1", 8080)


def main() -> None:
    """Hold the whole conversation."""
    # A client needs no bind(): nobody has to find it, so the system gives it any free port.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect(SERVER)
        # The network carries bytes, not text. That is why the message is b"..." and not "...".
        client.sendall(b"Hello, Network!")
        # recv() waits until something has come. A reply this short comes in one piece.
        reply = client.recv(1024)
        print(f"the server replies {reply!r}")
    # "with" has closed the connection: the server sees the end of the stream.


if __name__ == "__main__":
    main()
