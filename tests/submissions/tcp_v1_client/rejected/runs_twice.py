# fails: connects, exits_cleanly
# misconception: socket_for_each_message
# It calls main() at the end of its file as well as under the guard, so that a second connection follows the first.
import socket


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"hello")
    print(client.recv(1024).decode())
    client.close()


if __name__ == "__main__":
    main()

main()
