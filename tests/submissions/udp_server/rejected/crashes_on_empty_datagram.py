# fails: answers_an_empty_datagram
# misconception: unexpected_exception
# Looks at the first byte of a datagram that has none.
import socket

HOST = "127.0.0.1"
PORT = 8080


def answer(sock):
    message, sender = sock.recvfrom(1024)
    print(f"{sender[0]}:{sender[1]} sent {message!r}, first {chr(message[0])}")
    sock.sendto(message.upper(), sender)


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    while True:
        answer(sock)


if __name__ == "__main__":
    main()
