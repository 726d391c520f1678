import socket

server = socket.socket()
server.settimeout(0.3)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen()

while True:
    try:
        conn, addr = server.accept()
    except TimeoutError:
        continue
    conn.settimeout(0.3)
    with conn:
        while True:
            try:
                data = conn.recv(1024)
            except TimeoutError:
                print(addr, "is still thinking")
                continue
            conn.sendall(data.upper())
            break
