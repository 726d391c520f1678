import socket


class EchoServer:
    def __init__(self, address):
        self.address = address
        self.served = 0
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)

    def transform(self, data):
        raise NotImplementedError

    def serve_forever(self):
        self.listener.bind(self.address)
        self.listener.listen()
        while True:
            self.serve_one()

    def serve_one(self):
        connection, peer = self.listener.accept()
        try:
            connection.sendall(self.transform(connection.recv(1024)))
            self.served += 1
            print(f"{self.served} served, the last was {peer}")
        except OSError as error:
            print("never mind:", error)
        finally:
            connection.close()


class UpperServer(EchoServer):
    def transform(self, data):
        return data.upper()


UpperServer(("127.0.0.1", 8080)).serve_forever()
