import socket
import sys


def prompt():
    print("next line:", end=" ", flush=True)


with socket.create_connection(("127.0.0.1", 8081)) as connection:
    prompt()
    for line in sys.stdin:
        word = line.strip()
        if word == "q":
            break
        if word:
            connection.sendall(word.encode("utf-8"))
            answer = connection.recv(1024)
            if not answer:
                break
            print(answer.decode("utf-8"))
        prompt()
