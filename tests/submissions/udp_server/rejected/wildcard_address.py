# fails: listens
# misconception: every_host
# Is bound to 0.0.0.0, every address of the machine.
import socket

HOST = "0.0.0.0"
PORT = 8080


def answer(sock):
    message, sender = sock.recvfrom(1024)
    print(f"{sender[0]}:{sender[1]} sent {message!r}")
    sock.sendto(message.upper(), sender)


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    while True:
        answer(sock)


if __name__ == "__main__":
    main()
