from socket import create_connection

with create_connection(("127.0.0.1", 8080), timeout=30) as s:
    s.sendall(b"Same again, please")
    print(s.recv(1024))
