import socket
import time

time.sleep(1)

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)

warm = False

while True:
    conn, addr = server.accept()
    while True:
        try:
            data = conn.recv(1024)
            if not data:
                break
            if not warm:
                print('warming up...')
                time.sleep(1)
                warm = True
            conn.sendall(data.upper())
        except OSError as e:
            print(e)
            break
    conn.close()
