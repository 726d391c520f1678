import socket

with socket.create_connection(("127.0.0.1", 8080)) as connection:
    connection.sendall(b"create_connection is shorter")
    print(connection.recv(1024).decode())
