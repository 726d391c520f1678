import socket


class ServerGone(Exception):
    pass


def ask(client, text):
    client.sendall(text.encode())
    reply = client.recv(1024)
    if not reply:
        raise ServerGone("the server closed the connection after %r" % text)
    return reply.decode()


client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))
while True:
    line = input("-> ").strip()
    if line == "":
        continue
    if line == "q":
        client.close()
        exit()
    print(ask(client, line))
