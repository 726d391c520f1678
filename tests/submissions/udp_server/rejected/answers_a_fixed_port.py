# fails: answers_the_sender
# misconception: answer_not_sent
# Sends every reply to port 9090, whoever has asked.
import socket

HOST = "127.0.0.1"
PORT = 8080


def answer(sock):
    message, sender = sock.recvfrom(1024)
    print(f"{sender[0]}:{sender[1]} sent {message!r}")
    sock.sendto(message.upper(), (sender[0], 9090))


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    while True:
        answer(sock)


if __name__ == "__main__":
    main()
