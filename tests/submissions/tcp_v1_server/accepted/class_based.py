import socket
import sys


class UpperServer:
    """Serves exactly one client."""

    BUFFER = 1024

    def __init__(self, host, port):
        self.address = (host, port)
        self.sock = None

    def __enter__(self):
        self.sock = socket.create_server(self.address)
        return self

    def __exit__(self, *exc_info):
        self.sock.close()

    def serve_once(self):
        conn, addr = self.sock.accept()
        with conn:
            text = conn.recv(self.BUFFER)
            self.log(addr, text)
            conn.sendall(text.upper())

    @staticmethod
    def log(addr, text):
        print("client %s port %d sent %s" % (addr[0], addr[1], text), file=sys.stderr)


with UpperServer("127.0.0.1", 8080) as server:
    server.serve_once()
