import socket

tcp = socket.getprotobyname("tcp")
print("http has port", socket.getservbyname("http", "tcp"))
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, tcp)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 8081))
listener.listen()
while True:
    connection, _ = listener.accept()
    with connection:
        try:
            while data := connection.recv(1024):
                connection.sendall(data.upper())
        except ConnectionError:
            pass
