import socket
import threading


def handle(conn, addr):
    try:
        data = conn.recv(1024)
        print('[thread]', addr, data)
        conn.sendall(data.upper())
    finally:
        conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)
print('waiting')

conn, addr = server.accept()
worker = threading.Thread(target=handle, args=(conn, addr))
worker.start()
worker.join()
server.close()
