"""Client of the first version, in small steps."""

import socket


def dial(host, port):
    phone = socket.socket()
    phone.connect((host, port))
    return phone


def talk(phone, message):
    phone.sendall(message.encode("utf-8"))
    return phone.recv(1024).decode("utf-8")


def main():
    phone = dial("127.0.0.1", 8080)
    try:
        answer = talk(phone, "How are you?")
        print("Server says:", answer)
    finally:
        phone.close()


if __name__ == "__main__":
    main()
