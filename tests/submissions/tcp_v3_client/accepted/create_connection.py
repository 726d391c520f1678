from socket import create_connection

with create_connection(("127.0.0.1", 8081)) as server:
    while (line := input("? ").strip()) != "q":
        if line:
            server.sendall(line.encode())
            print("!", server.recv(1024).decode())
