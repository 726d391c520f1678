# fails: sends_a_message_and_prints_the_reply
# misconception: never_begins
# It defines main() and never calls it.
import socket


def main():
    client = socket.socket()
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"hello")
    print(client.recv(1024).decode())
    client.close()
