# fails: prints_the_reply
# misconception: left_before_the_reply
import socket

with socket.socket() as client:
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"is anybody there?")
    print("sent")
