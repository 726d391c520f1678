import contextlib
import socket


class Conversation:
    def __init__(self, connection, address):
        self.connection = connection
        self.name = "%s:%d" % address

    def __iter__(self):
        return self

    def __next__(self):
        data = self.connection.recv(1024)
        if not data:
            raise StopIteration
        return data

    def reply(self, message):
        self.connection.sendall(message.upper())


class Server:
    def __init__(self, host="127.0.0.1", port=8081):
        self.listener = socket.create_server((host, port), backlog=5)

    def run(self):
        while True:
            connection, address = self.listener.accept()
            with connection, contextlib.suppress(ConnectionError):
                self.talk(Conversation(connection, address))

    def talk(self, conversation):
        for message in conversation:
            print(conversation.name, message)
            conversation.reply(message)


if __name__ == "__main__":
    Server().run()
