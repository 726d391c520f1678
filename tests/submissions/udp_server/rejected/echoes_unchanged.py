# fails: answers_the_sender, answers_any_bytes, answers_a_full_buffer
# misconception: sent_back_unchanged
# Sends the message back as it came.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data, self.client_address)


with socketserver.UDPServer(("127.0.0.1", 8080), Handler) as server:
    server.serve_forever()
