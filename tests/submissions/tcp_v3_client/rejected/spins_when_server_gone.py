# fails: ends_when_the_server_is_gone
# misconception: server_gone_unnoticed
# It tries to send the message again after every exception, without a break and without end.
import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))


def deliver(message):
    while True:
        try:
            client.sendall(message.encode())
            reply = client.recv(1024)
            if reply:
                return reply.decode()
        except OSError as error:
            print("Error:", error)
            continue


while True:
    msg = input("> ").strip()
    if msg == "q":
        break
    if msg:
        print(deliver(msg))

client.close()
