import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        print(self.client_address, 'wrote', data)
        sock.sendto(data.upper(), self.client_address)


if __name__ == '__main__':
    with socketserver.UDPServer(('127.0.0.1', 8080), Handler) as server:
        server.serve_forever()
