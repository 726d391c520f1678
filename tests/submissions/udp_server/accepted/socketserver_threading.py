from socketserver import DatagramRequestHandler, ThreadingUDPServer


class Upper(DatagramRequestHandler):
    """rfile holds the datagram; what is written to wfile goes back to the sender."""

    def handle(self):
        self.wfile.write(self.rfile.read().upper())


ThreadingUDPServer.daemon_threads = True
ThreadingUDPServer(("127.0.0.1", 8080), Upper).serve_forever(0.2)
