import socket
import threading

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 8080))


def reply(message, peer):
    sock.sendto(message.upper(), peer)


def receive():
    while True:
        message, peer = sock.recvfrom(1024)
        threading.Thread(target=reply, args=(message, peer)).start()


receiver = threading.Thread(target=receive)
receiver.start()
receiver.join()
