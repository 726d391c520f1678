import socket

SERVER = ("127.0.0.1", 8080)


def ask(sock, text):
    sock.sendto(text.encode(), SERVER)
    reply, _sender = sock.recvfrom(1024)
    return reply.decode()


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        while True:
            try:
                text = input("Datagram: ").strip()
            except (EOFError, KeyboardInterrupt):
                print("\nBye.")
                return
            print("Reply:", ask(sock, text))


if __name__ == "__main__":
    main()
