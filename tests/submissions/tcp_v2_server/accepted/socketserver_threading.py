import socketserver


class Upper(socketserver.StreamRequestHandler):
    wbufsize = -1

    def handle(self):
        message = self.connection.recv(1024)
        self.wfile.write(message.upper())


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    with Server(("127.0.0.1", 8080), Upper) as server:
        server.serve_forever(poll_interval=0.1)
