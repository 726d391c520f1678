"""The client of version 3: a conversation from the keyboard. A line with only q ends it."""

import socket

SERVER = ("127.0.0.1", 8081)


def converse(client: socket.socket) -> None:
    """Send line after line and print the replies, until the user or the server ends it."""
    while True:
        message = input("message (q quits): ").strip()
        # An empty message puts no bytes on the wire. The server would have nothing to answer,
        # and we would wait for its reply for ever.
        if not message:
            continue
        # The whole word, not its first letter: "quit" is a message like any other.
        if message == "q":
            break
        client.sendall(message.encode())
        # Each reply is short and fits into one recv().
        reply = client.recv(1024)
        if not reply:
            print("the server has closed the connection")
            break
        # "replace": a reply that is not good UTF-8 shall not stop the program.
        print(reply.decode(errors="replace"))


def main() -> None:
    """Connect, converse, and end well in every case."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect(SERVER)
        try:
            converse(client)
        except EOFError:
            # The keyboard has ended (Ctrl-D). The new line is for the shell's prompt.
            print()
        except ConnectionError as error:
            # The server was killed or has reset the connection: there is nobody to talk to.
            print(f"the server is gone: {error}")


if __name__ == "__main__":
    main()
