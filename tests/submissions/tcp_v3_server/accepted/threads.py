import socket
import threading


def communicate(conn, addr):
    print(addr, 'is here')
    while True:
        try:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data.upper())
        except ConnectionError as e:
            print(addr, e)
            break
    conn.close()
    print(addr, 'is gone')


def server(ip, port):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((ip, port))
    sock.listen(5)
    while True:
        conn, addr = sock.accept()
        threading.Thread(target=communicate, args=(conn, addr)).start()


if __name__ == '__main__':
    server('127.0.0.1', 8081)
