import socket
from concurrent.futures import ThreadPoolExecutor

WORKERS = 8


def work(connection):
    try:
        while True:
            chunk = connection.recv(1024)
            if chunk == b"":
                return
            connection.sendall(chunk.upper())
    except OSError as error:
        print("a client is gone:", error)
    finally:
        connection.close()


def main():
    listener = socket.create_server(("127.0.0.1", 8081))
    with ThreadPoolExecutor(WORKERS) as pool:
        while True:
            connection, _address = listener.accept()
            pool.submit(work, connection)
            del connection


main()
