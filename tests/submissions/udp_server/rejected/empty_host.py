# fails: listens
# misconception: every_host
# Binds to '', which is every address of the machine.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data.upper(), self.client_address)


with socketserver.UDPServer(("", 8080), Handler) as server:
    server.serve_forever()
