# fails: answers
# misconception: waits_for_more_before_it_answers
# Keeps the reply back until the next message comes.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    reply = b''
    while True:
        try:
            data = conn.recv(1024)
            if not data:
                break
            print('message:', data)
            conn.sendall(reply)
            reply = data.upper()
        except OSError as e:
            print('error:', e)
            break
    conn.close()
