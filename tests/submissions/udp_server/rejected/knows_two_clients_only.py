# fails: serves_several_clients
# misconception: answer_not_sent
# Answers the first two clients and nobody else.
import socket

HOST = "127.0.0.1"
PORT = 8080


clients = []


def answer(sock):
    message, sender = sock.recvfrom(1024)
    print(f"{sender[0]}:{sender[1]} sent {message!r}")
    if sender not in clients:
        clients.append(sender)
    if clients.index(sender) > 1:
        return
    sock.sendto(message.upper(), sender)


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    while True:
        answer(sock)


if __name__ == "__main__":
    main()
