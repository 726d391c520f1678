import socket
import threading

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8080))
server.listen(5)


def talk(conn, addr):
    data = conn.recv(1024)
    print(threading.current_thread().name, addr, data)
    conn.sendall(data.upper())
    conn.close()


while True:
    conn, addr = server.accept()
    t = threading.Thread(target=talk, args=(conn, addr), daemon=True)
    t.start()
