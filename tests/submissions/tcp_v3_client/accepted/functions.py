import socket

ADDRESS = ("127.0.0.1", 8081)


def read_message():
    """The next message, or None when the user wants to leave."""
    while True:
        try:
            text = input("Message (q to quit): ").strip()
        except EOFError:
            return None
        if text == "q":
            return None
        if text:
            return text
        print("Please type something.")


def exchange(client, text):
    client.sendall(text.encode())
    return client.recv(1024)


def main():
    with socket.socket() as client:
        client.connect(ADDRESS)
        while (text := read_message()) is not None:
            reply = exchange(client, text)
            if not reply:
                print("The server has left.")
                break
            print("Server:", reply.decode())


if __name__ == "__main__":
    main()
