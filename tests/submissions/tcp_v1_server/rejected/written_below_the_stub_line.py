# fails: listens
# misconception: last_line_of_the_stub
import socket
import sys


def main():
    with socket.create_server(("127.0.0.1", 8080)) as server:
        connection, address = server.accept()
        with connection:
            data = connection.recv(1024)
            print(address, data)
            connection.sendall(data.upper())


sys.exit("tcp_v1/server.py is still a stub: begin with TODO 1.")
main()
