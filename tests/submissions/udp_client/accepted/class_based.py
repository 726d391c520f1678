import socket


class UdpClient:
    def __init__(self, server):
        self.server = server
        self.sock = socket.socket(type=socket.SOCK_DGRAM)
        self.count = 0

    def send(self, text):
        self.sock.sendto(text.encode("utf-8"), self.server)
        self.count += 1

    def receive(self):
        data, sender = self.sock.recvfrom(1024)
        print(f"{sender[0]}:{sender[1]} answers {data!r}")

    def run(self):
        while True:
            self.send(input(f"[{self.count}] ").strip())
            self.receive()


UdpClient(("127.0.0.1", 8080)).run()
