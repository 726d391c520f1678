import socket

with socket.socket() as client:
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"Tell me everything")

    pieces = []
    while piece := client.recv(1024):
        pieces.append(piece)

print("The server said", b"".join(pieces))
