import socket
from concurrent.futures import ThreadPoolExecutor


def serve(connection):
    with connection:
        message = connection.recv(1024)
        connection.sendall(message.upper())
        return len(message)


def report(future):
    print("done,", future.result(), "bytes")


with socket.create_server(("127.0.0.1", 8080)) as listener:
    with ThreadPoolExecutor(max_workers=4) as pool:
        while True:
            connection, _ = listener.accept()
            pool.submit(serve, connection).add_done_callback(report)
