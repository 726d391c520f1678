# fails: survives_a_reset_with_the_reply_on_its_way
# misconception: departure_not_expected
# Catches what recv() raises, but not what sendall() raises.
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
            data = conn.recv(1024)
        except OSError as e:
            print('error:', e)
            break
        if not data:
            break
        print('message:', data)
        time.sleep(0.1)
        conn.sendall(data.upper())
    conn.close()
