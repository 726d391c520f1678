# fails: answers_after_half_close
# misconception: answer_not_sent
# Takes a client that has ended its own side for gone and keeps its reply.
import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    while True:
        try:
            data = conn.recv(65536)
            if not data:
                break
            print('message:', data)
            time.sleep(0.2)
            conn.setblocking(False)
            try:
                gone = conn.recv(1, socket.MSG_PEEK) == b''
            except BlockingIOError:
                gone = False
            conn.setblocking(True)
            if gone:
                break
            conn.sendall(data.upper())
        except OSError as e:
            print('error:', e)
            break
    conn.close()
