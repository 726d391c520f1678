import socketserver
import sys


class Server(socketserver.TCPServer):
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        print(client_address, "broke off:", sys.exc_info()[1], file=sys.stderr)


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while message := self.connection.recv(1024):
            self.wfile.write(message.upper())


with Server(("127.0.0.1", 8081), Handler) as server:
    server.serve_forever()
