import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        print(self.client_address, data.decode(errors="replace"))
        self.request.sendall(data.upper())


class Server(socketserver.TCPServer):
    allow_reuse_address = True


if __name__ == "__main__":
    server = Server(("127.0.0.1", 8080), Handler)
    server.handle_request()
    server.server_close()
