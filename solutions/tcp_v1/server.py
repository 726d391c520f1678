"""The upper-casing service, version 1: one client, one message, then the program ends."""

import socket

# A process on the network is named by IP address + protocol + port. 127.0.0.1 is this machine
# itself: only programs on the same machine can reach the server.
ADDRESS = ("127.0.0.1", 8080)


def main() -> None:
    """Serve one client."""
    # AF_INET means IPv4, SOCK_STREAM means TCP. "with" closes the socket at the end of its block,
    # even if an error happens inside.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        # We are the first to close the connection, so the system keeps our end of it for about a
        # minute more (state TIME_WAIT). Without this option, bind() would fail for that long with
        # "Address already in use" when the server is started again.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(ADDRESS)
        # From now on clients can connect: the system lets them wait in a queue until accept().
        server.listen()
        print(f"waiting for a client on {ADDRESS[0]}:{ADDRESS[1]}")

        # accept() once only: every call takes another client out of the queue.
        # "server" only listens; the conversation goes over the new socket, "connection".
        connection, address = server.accept()
        with connection:
            # b"" here means that the client left without sending anything. Nothing special has to be done
            # then: the reply is empty too, and sending nothing does no harm.
            data = connection.recv(1024)
            print(f"client {address[0]}:{address[1]} says {data!r}")
            # sendall(), not send(): send() may send only a part.
            connection.sendall(data.upper())
        # The connection is closed here, and so the client sees the end of the stream.
    # The listening socket is closed here: the port is free again.


if __name__ == "__main__":
    main()
