# fails: answers_an_empty_datagram
# Answers an empty datagram with 'NOTHING'.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data.upper() or b"NOTHING", self.client_address)


with socketserver.UDPServer(("127.0.0.1", 8080), Handler) as server:
    server.serve_forever()
