import socket


class UpperClient:
    """One connection, one question."""

    def __init__(self, address=("127.0.0.1", 8080)):
        self.address = address
        self.sock = None

    def __enter__(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.connect(self.address)
        print(f"connected to {self.address}")
        return self

    def __exit__(self, *exc_info):
        self.sock.close()

    def ask(self, text):
        self.sock.sendall(text.encode())
        return self.sock.recv(1024).decode()


with UpperClient() as upper:
    print("-->", upper.ask("object oriented"))
