import socket


def server():
    """A coroutine of the old kind: one step is one client."""
    with socket.create_server(("127.0.0.1", 8080)) as listener:
        while True:
            connection, address = listener.accept()
            with connection:
                question = connection.recv(1024)
                connection.sendall(question.upper())
            yield address, question


for (host, port), question in server():
    print(f"{host}:{port} asked {question!r}")
