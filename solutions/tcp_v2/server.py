"""The upper-casing service, version 2: client after client, one message each. Ctrl-C stops it."""

import socket

ADDRESS = ("127.0.0.1", 8080)


def main() -> None:
    """Serve every client that comes, one after another."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # Our end of a connection that we closed first stays in the state TIME_WAIT for about a
        # minute. With this option we can start again at once, without "Address already in use".
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(ADDRESS)
        # Outside the loop: the address is taken once, and the queue of waiting clients stays
        # open while one of them is being served.
        server.listen()
        print(f"waiting for clients on {ADDRESS[0]}:{ADDRESS[1]}")

        # The connection loop: one round for each client.
        while True:
            connection, address = server.accept()
            # Each client has a connection of its own, so it is closed inside the loop: the next
            # round could not do it, "connection" is another socket by then.
            with connection:
                # b"" means that the client left without sending anything: then nothing is sent back,
                # and the next client has its turn.
                data = connection.recv(1024)
                print(f"client {address[0]}:{address[1]} says {data!r}")
                connection.sendall(data.upper())


if __name__ == "__main__":
    main()
