"""The upper-casing service, version 3: conversations, whatever the client does. Ctrl-C stops it."""

import socket

ADDRESS = ("127.0.0.1", 8081)


def converse(connection: socket.socket) -> None:
    """Answer one client until it has no more to say (the communication loop)."""
    while True:
        data = connection.recv(1024)
        # b"" is never a message: it means that the client has ended the stream. From now on
        # recv() would return b"" at once, every time, and the loop would never end.
        if not data:
            break
        print(f"    {data!r}")
        # A long message comes in several pieces, and each piece is answered as it comes. The bytes
        # are not decoded: a piece may end in the middle of a character, or be no text at all.
        # sendall() goes on until the last byte is sent; send() may stop before.
        connection.sendall(data.upper())


def main() -> None:
    """Serve every client that comes, one after another."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # If we end while a client is connected, our end of the connection can stay in the state
        # TIME_WAIT for a while. With this option we can start again without waiting for that.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(ADDRESS)
        server.listen()
        print(f"waiting for clients on {ADDRESS[0]}:{ADDRESS[1]}")

        # The connection loop: one round for each client.
        while True:
            connection, address = server.accept()
            print(f"client {address[0]}:{address[1]} has come")
            # "with" closes the connection however the conversation ends: no socket is left over.
            with connection:
                # A client that breaks off is its own misfortune, not the server's. Both recv() and
                # sendall() can find the connection broken, so the whole conversation is inside.
                # ConnectionError is the family: reset, aborted, broken pipe.
                try:
                    converse(connection)
                except ConnectionError as error:
                    print(f"    broken off: {error}")
            print(f"client {address[0]}:{address[1]} has gone")


if __name__ == "__main__":
    main()
