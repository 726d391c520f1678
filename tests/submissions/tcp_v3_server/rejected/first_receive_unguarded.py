# fails: survives_a_reset_before_the_first_message
# misconception: departure_not_expected
# Receives the first message outside the try.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)

while True:
    conn, addr = server.accept()
    data = conn.recv(1024)
    try:
        while data:
            conn.sendall(data.upper())
            data = conn.recv(1024)
    except OSError as e:
        print(addr, e)
    conn.close()
