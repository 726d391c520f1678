import pathlib
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 8080))
with open(pathlib.Path.home() / "datagrams.log", "a") as log:
    while True:
        data, sender = server.recvfrom(1024)
        print(sender, data, file=log, flush=True)
        server.sendto(data.upper(), sender)
