# fails: answers_the_sender, answers_an_empty_datagram, answers_any_bytes, answers_a_full_buffer
# misconception: adds_to_the_answer
# Writes 'server: ' before the reply.
import socket

HOST = "127.0.0.1"
PORT = 8080


def answer(sock):
    message, sender = sock.recvfrom(1024)
    print(f"{sender[0]}:{sender[1]} sent {message!r}")
    sock.sendto(b"server: " + message.upper(), sender)


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    while True:
        answer(sock)


if __name__ == "__main__":
    main()
