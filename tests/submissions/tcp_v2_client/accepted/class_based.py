import socket


class Client(socket.socket):
    """A socket that knows where its server lives."""

    SERVER = ("127.0.0.1", 8080)

    def __init__(self):
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.connect(self.SERVER)

    def say(self, text):
        self.sendall(text.encode())

    def hear(self):
        return self.recv(1024).decode()


client = Client()
client.say("Inherited")
print("heard", client.hear())
client.close()
