# fails: survives_a_reset, survives_a_reset_before_the_first_message
# misconception: departure_not_expected
# Catches what sendall() raises, but not what recv() raises.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', 8081))
server.listen(5)
print('starting...')

while True:
    conn, client_addr = server.accept()
    print('client:', client_addr)
    while True:
        data = conn.recv(1024)
        if not data:
            break
        print('message:', data)
        try:
            conn.sendall(data.upper())
        except OSError as e:
            print('error:', e)
            break
    conn.close()
