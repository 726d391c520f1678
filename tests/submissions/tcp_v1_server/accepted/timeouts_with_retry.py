import socket


def patiently(call, *args):
    """Call again and again until it answers in time."""
    while True:
        try:
            return call(*args)
        except TimeoutError:
            continue


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen()
server.settimeout(0.5)

conn, addr = patiently(server.accept)
conn.settimeout(0.5)
data = patiently(conn.recv, 1024)
print(addr[0], addr[1], data)
conn.sendall(data.upper())
conn.close()
server.close()
