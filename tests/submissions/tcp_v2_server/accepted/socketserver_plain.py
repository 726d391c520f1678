from socketserver import BaseRequestHandler, TCPServer


class Upper(BaseRequestHandler):
    def handle(self):
        self.data = self.request.recv(1024)
        print(f"{self.client_address[0]} wrote: {self.data}")
        self.request.sendall(self.data.upper())


TCPServer.allow_reuse_address = True

with TCPServer(("127.0.0.1", 8080), Upper) as server:
    server.serve_forever()
