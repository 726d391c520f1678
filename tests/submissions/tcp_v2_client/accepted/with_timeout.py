import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.settimeout(10)
    client.connect(("127.0.0.1", 8080))
    client.sendall(b"take your time")
    try:
        print(client.recv(1024))
    except TimeoutError:
        print("no answer in ten seconds")
