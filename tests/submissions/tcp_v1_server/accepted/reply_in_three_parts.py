"""It sends the reply in three parts and takes its time between them."""

import socket
import time

with socket.socket() as listener:
    listener.bind(("127.0.0.1", 8080))
    listener.listen()
    client, (host, port) = listener.accept()
    with client:
        data = client.recv(1024)
        print(f"{host}:{port} sent {data!r}")
        for part in (data[:3], data[3:6], data[6:]):
            client.sendall(part.upper())
            time.sleep(0.2)
