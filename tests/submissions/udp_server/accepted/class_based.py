import collections
import socket


class DatagramServer:
    """Upper-cases, and counts who sent how many."""

    def __init__(self, address):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._seen = collections.Counter()

    def step(self):
        message, sender = self._socket.recvfrom(1024)
        self._seen[sender] += 1
        self._socket.sendto(message.upper(), sender)
        print(sender, self._seen[sender])

    def run(self):
        try:
            while True:
                self.step()
        except KeyboardInterrupt:
            print("bye")
        finally:
            self._socket.close()


DatagramServer(("127.0.0.1", 8080)).run()
