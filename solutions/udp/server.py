"""The upper-casing service over UDP: every datagram is answered to its sender. Ctrl-C stops it."""

import socket

ADDRESS = ("127.0.0.1", 8080)


def main() -> None:
    """Answer every datagram that comes."""
    # SOCK_DGRAM means UDP. There is no listen() and no accept(), because there are no connections:
    # one socket serves all clients.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        # No SO_REUSEADDR here. UDP has no TIME_WAIT, so we can always start again at once. On Linux
        # the option would even do harm: a second server could take the same address unnoticed,
        # and the first one would hear nothing more.
        server.bind(ADDRESS)
        print(f"waiting for datagrams on {ADDRESS[0]}:{ADDRESS[1]}")

        while True:
            # One recvfrom() is one whole datagram, and it tells who sent it. Each datagram may
            # come from another client, so the address belongs to this datagram only.
            data, address = server.recvfrom(1024)
            print(f"client {address[0]}:{address[1]} says {data!r}")
            # b"" is a datagram too, an empty one. It does not mean that anybody has left, and it
            # gets its answer like all the others.
            server.sendto(data.upper(), address)


if __name__ == "__main__":
    main()
