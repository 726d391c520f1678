"""The client of the UDP service: a datagram for each line. Ctrl-D or Ctrl-C ends it."""

import socket

SERVER = ("127.0.0.1", 8080)


def main() -> None:
    """Send line after line and print the replies, until the user ends it."""
    # One socket for the whole run. With the first sendto() the system gives it a port, and that is
    # the address to which the server sends its answers.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        # Inside try is everything that waits: Ctrl-C may come at the keyboard or, when an answer
        # was lost or there is no server, in recvfrom().
        try:
            while True:
                # No test for an empty line: an empty datagram really travels, and it is answered.
                message = input("message (Ctrl-D quits): ").strip()
                client.sendto(message.encode(), SERVER)
                reply, _ = client.recvfrom(1024)
                # "replace": a reply that is not good UTF-8 shall not stop the program.
                print(reply.decode(errors="replace"))
        except (EOFError, KeyboardInterrupt):
            # The new line is for the shell's prompt.
            print()


if __name__ == "__main__":
    main()
