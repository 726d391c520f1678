import socket


class ChatClient:
    def __init__(self, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.connect((host, port))
        self.running = True

    def run(self):
        try:
            while self.running:
                self.handle(input("you> ").strip())
        except (EOFError, KeyboardInterrupt):
            print()
        except ConnectionError as error:
            print("connection lost:", error)
        finally:
            self.sock.close()

    def handle(self, line):
        if line == "q":
            self.running = False
        elif line:
            self.sock.sendall(line.encode())
            self.receive()

    def receive(self):
        data = self.sock.recv(1024)
        if data:
            print("srv>", data.decode())
        else:
            self.running = False


if __name__ == "__main__":
    ChatClient("127.0.0.1", 8081).run()
