import socket
from concurrent.futures import ThreadPoolExecutor


def handle(connection, address):
    with connection:
        data = connection.recv(1024)
        print(f"{address[0]} port {address[1]}: {data.decode()}")
        connection.sendall(data.upper())


with socket.create_server(("127.0.0.1", 8080)) as server:
    with ThreadPoolExecutor(max_workers=4) as pool:
        pool.submit(handle, *server.accept()).result()
